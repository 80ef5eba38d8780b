"""Changes that a person asks for: a value set, something replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.secrets.authority import new_signer, sealed
from orogen.secrets.complete import with_certificates, with_values
from orogen.secrets.eyaml import decrypt, encrypt

if TYPE_CHECKING:
    from datetime import datetime

    from orogen.contract import Secret
    from orogen.plan.model import Certificate
    from orogen.secrets.keys import Keys
    from orogen.secrets.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What is to be replaced: generated secrets, the certificates of these nodes, the authority."""

    secrets: tuple[Secret, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    authority: bool = False


def with_value(store: Store, name: str, plaintext: str, keys: Keys) -> Store:
    """Give the store with this value; the same store when it holds it already and that can be seen."""
    if name in store.values and _holds(store.values[name], plaintext, keys):
        return store
    return replace(store, values={**store.values, name: encrypt(plaintext, keys.public_pem)})


def rotated(store: Store, rotation: Rotation, keys: Keys, now: datetime) -> Store:
    """Give the store with all of this replaced.

    An authority alone is replaced without a break: the nodes go on trusting the one before it, which signed what they
    hold, until their certificates are replaced as well. Both at once is a clean cut: nothing old is trusted any more.
    """
    if rotation.authority:
        store = replace(store, authority=None) if rotation.certificates else _with_new_authority(store, keys, now)
    if rotation.certificates:
        store = with_certificates(replace(store, certificates={}), rotation.certificates, keys, now)
    chosen = {secret.name for secret in rotation.secrets}
    kept = {name: value for name, value in store.values.items() if name not in chosen}
    return with_values(replace(store, values=kept), rotation.secrets, keys)


def _with_new_authority(store: Store, keys: Keys, now: datetime) -> Store:
    previous = store.authority.certificate if store.authority else ""
    return replace(store, authority=sealed(new_signer(store.environment, now), keys.public_pem, previous=previous))


def _holds(ciphertext: str, plaintext: str, keys: Keys) -> bool:
    try:
        return decrypt(ciphertext, keys) == plaintext
    except OrogenError:
        # Setting a value needs no private key; then an equal value gets a new ciphertext.
        return False
