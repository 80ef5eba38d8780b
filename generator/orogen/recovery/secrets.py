"""The secrets of the recovery region: the primary's, with certificates for the addresses that nodes have there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.plan.secrets import wanted
from orogen.secrets import keys as key_pairs
from orogen.secrets.complete import complete
from orogen.secrets.store import expiring, path
from orogen.secrets.store_file import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from orogen.plan.model import Plan
    from orogen.secrets.keys import Keys
    from orogen.secrets.store import Store


def provide(
    root: Path, primary: Path, plans: Sequence[Plan], now: datetime
) -> tuple[Keys, tuple[tuple[Plan, Store], ...]]:
    """Give the primary's key pair, and each plan with the store for its recovery region.

    The private key is read where a certificate must be made. Raises OrogenError when the primary's control repo holds
    no secrets: new ones would fit neither the backups nor the database in them.
    """
    keys = key_pairs.load(primary)
    if keys is None:
        raise OrogenError(f"{primary} is no control repo with secrets", help=_WHERE)
    key_pairs.private_key_path(root, keys.public_pem)
    stores = (taken_over(_primary(primary, plan), read(root, plan.environment.name), now) for plan in plans)
    return keys, tuple(
        (plan, complete(store, wanted(plan), plan.certificates, keys, now))
        for plan, store in zip(plans, stores, strict=True)
    )


_WHERE = "Name the primary's control repo, as version control has it, with --primary."


def taken_over(primary: Store, own: Store, now: datetime) -> Store:
    """Give the primary's store with the certificates that stand in the recovery region already.

    They are kept as long as they are of the same authority, and made anew before they end: nothing else replaces them.
    """
    if own.authority != primary.authority:
        return replace(primary, certificates={})
    ending = {certname for certname, _ in expiring(own, now)}
    return replace(primary, certificates={name: one for name, one in own.certificates.items() if name not in ending})


def _primary(root: Path, plan: Plan) -> Store:
    name = plan.environment.name
    store = read(root, name)
    if store.authority is None:
        raise OrogenError(f"{root / path(name)} does not exist: the secrets of `{name}` are not in {root}", help=_WHERE)
    return store
