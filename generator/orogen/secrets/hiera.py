"""From the store to Hiera data: what an environment's nodes share, and what each node alone is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.contract import Data, Secret, Value
    from orogen.secrets.store import Store


def hiera_secrets(store: Store, wanted: Iterable[Secret]) -> Data:
    """Give the ciphertexts by Hiera key, sorted; a key with a dot is an entry of a hash. Unset ones are left out."""
    values = {key: store.values[each.name] for each in wanted if each.name in store.values for key in each.keys}
    data: dict[str, Value] = {}
    for key, value in sorted(values.items()):
        *parents, last = key.split(".")
        entries = data
        for parent in parents:
            below = entries.setdefault(parent, {})
            if not isinstance(below, dict):
                raise TypeError(f"{key} is an entry of a parameter that is a secret itself")
            entries = below
        entries[last] = value
    return data


def node_secrets(store: Store, certname: str) -> Data:
    """Give a node's own certificate (in clear) and private key. Raises KeyError for a node that has none."""
    issued = store.certificates[certname]
    return {
        "profile::certificates::certificate": issued.certificate,
        "profile::certificates::private_key": issued.private_key,
    }


def authority_certificate(store: Store) -> str:
    """Give the PEM of what nodes trust: the authority, and the one before it. Empty when no node has a certificate."""
    return store.authority.certificate + store.authority.previous if store.authority else ""
