"""The store: every secret and certificate of one environment, encrypted, created once and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from orogen.secrets.keys import SECRETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from orogen.contract import Secret

RESTORE = "Restore the file in .orogen/secrets from version control."
# Two maintenance windows a month, and one may be missed.
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The environment's own certificate authority. Its private key stands here only, never in Hiera data.

    `previous` is the certificate of the authority before it, trusted until the nodes' certificates are all replaced.
    """

    certificate: str
    private_key: str
    not_after: datetime
    previous: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A node's certificate (PEM) and encrypted private key (PKCS#8).

    Names, addresses and end stand beside the certificate, so that a render without news reads no certificate.
    """

    certificate: str
    private_key: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The secrets of an environment by name, as ciphertexts, and its certificates by the node's certname."""

    environment: str
    values: Mapping[str, str] = field(default_factory=dict)
    authority: Authority | None = None
    certificates: Mapping[str, Issued] = field(default_factory=dict)


def path(environment: str) -> str:
    """Give the store's place in the control repo."""
    return f"{SECRETS}/{environment}.yaml"


def authority_name(environment: str) -> str:
    """Give the common name of an environment's authority."""
    return f"{environment} authority"


def missing(store: Store, wanted: Iterable[Secret]) -> tuple[Secret, ...]:
    """Give the secrets that a person has yet to set."""
    return tuple(secret for secret in wanted if secret.kind == "given" and secret.name not in store.values)


def expiring(store: Store, now: datetime, within: timedelta = SOON) -> tuple[tuple[str, datetime], ...]:
    """Give the certificates that end soon or have ended, the authority's among them, the first to end first."""
    return tuple(entry for entry in ends(store) if entry[1] - now <= within)


def ends(store: Store) -> tuple[tuple[str, datetime], ...]:
    """Give every certificate's name and end, the first to end first."""
    every = [(certname, issued.not_after) for certname, issued in store.certificates.items()]
    if store.authority:
        every.append((authority_name(store.environment), store.authority.not_after))
    return tuple(sorted(every, key=lambda entry: (entry[1], entry[0])))
