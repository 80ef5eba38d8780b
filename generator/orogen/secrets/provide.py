"""All secrets that a render needs: read from the control repo, completed where something is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.secrets import wanted
from orogen.secrets import keys as key_pairs
from orogen.secrets.complete import complete
from orogen.secrets.store_file import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from orogen.plan.model import Plan
    from orogen.secrets.keys import Keys
    from orogen.secrets.store import Store


def provide(
    root: Path, plans: Sequence[Plan], now: datetime, *, keep: bool
) -> tuple[Keys, tuple[tuple[Plan, Store], ...]]:
    """Give the key pair of the control repo and each plan with its completed store.

    A control repo without a key pair gets one; unless `keep`, its private key is forgotten again, for a render that
    only looks. Raises OrogenError when a store is damaged or the private key is needed and not at hand.
    """
    keys = key_pairs.load(root) or (key_pairs.create(root, now) if keep else key_pairs.forgotten(now))
    stores = (read(root, plan.environment.name) for plan in plans)
    return keys, tuple(
        (plan, complete(store, wanted(plan), plan.certificates, keys, now))
        for plan, store in zip(plans, stores, strict=True)
    )
