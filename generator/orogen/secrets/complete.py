"""What a plan wants and the store lacks is created; what the store has is kept, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from orogen.contract import Secret
    from orogen.plan.model import Certificate
    from orogen.secrets.keys import Keys
    from orogen.secrets.store import Issued, Store


def complete(
    store: Store, wanted: Iterable[Secret], certificates: Iterable[Certificate], keys: Keys, now: datetime
) -> Store:
    """Give the store with every generated secret and every node's certificate. `now` is an aware time.

    No value is ever dropped: the password of a service that comes back fits the data it left. A certificate is dropped
    with its node and made anew, with a new key, when its names or addresses change. Raises OrogenError when a
    certificate must be signed and the authority's key cannot be decrypted.
    """
    return with_certificates(with_values(store, wanted, keys), certificates, keys, now)


def with_values(store: Store, wanted: Iterable[Secret], keys: Keys) -> Store:
    """Give the store with a random value for each generated secret that has none."""
    absent = {
        secret.name: secret for secret in wanted if secret.kind == "generated" and secret.name not in store.values
    }
    if not absent:
        return store
    from orogen.secrets.eyaml import encrypt

    created = {name: encrypt(_random(secret.length), keys.public_pem) for name, secret in absent.items()}
    return replace(store, values={**store.values, **created})


def with_certificates(store: Store, certificates: Iterable[Certificate], keys: Keys, now: datetime) -> Store:
    """Give the store with exactly these nodes' certificates, and with an authority when there is none."""
    wanted = tuple(certificates)
    stale = tuple(each for each in wanted if not _stands(store.certificates.get(each.certname), each))
    signed = _signed(store, stale, keys, now) if stale else store
    return replace(signed, certificates={each.certname: signed.certificates[each.certname] for each in wanted})


def _stands(issued: Issued | None, wanted: Certificate) -> bool:
    return issued is not None and (issued.names, issued.addresses) == (wanted.names, wanted.addresses)


def _signed(store: Store, wanted: tuple[Certificate, ...], keys: Keys, now: datetime) -> Store:
    from orogen.secrets.authority import issue, new_signer, opened, sealed

    signer = opened(store.authority, keys) if store.authority else new_signer(store.environment, now)
    issued = {each.certname: issue(signer, each, keys.public_pem, now) for each in wanted}
    return replace(
        store,
        authority=store.authority or sealed(signer, keys.public_pem),
        certificates={**store.certificates, **issued},
    )


def _random(length: int) -> str:
    from secrets import choice
    from string import ascii_letters, digits

    # Letters and digits only: they mean the same in a DSN, a shell, an INI file and a URL.
    return "".join(choice(ascii_letters + digits) for _ in range(length))
