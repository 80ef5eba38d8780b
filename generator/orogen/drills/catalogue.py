"""All drills, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.drills import backup, messages, network, once, stores, tls, visitors
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.drills.model import Drill
    from orogen.plan.model import Plan


# Those of every environment that has the service; its zones have theirs besides.
STANDING = (
    *stores.DRILLS,
    *messages.DRILLS,
    *once.DRILLS,
    *visitors.DRILLS,
    *network.DRILLS,
    *tls.DRILLS,
    *backup.DRILLS,
)


def known(plan: Plan | None) -> tuple[Drill, ...]:
    """Give the drills of an environment, in the order in which they run; without one, all that there can be."""
    if plan is None:
        return (*STANDING, visitors.ANY_ZONE)
    services = {service.name for service in plan.services}
    return tuple(
        drill for drill in (*STANDING, *visitors.zones(plan)) if drill.service in services and drill.fits(plan)
    )


def chosen(plan: Plan, names: Sequence[str]) -> tuple[Drill, ...]:
    """Give the drills of these names; `all` gives every one. Raises OrogenError for a name that there is not."""
    every = known(plan)
    if "all" in names:
        return every
    found = {drill.name: drill for drill in every}
    for name in names:
        if name not in found:
            raise OrogenError(f"there is no drill `{name}`", help="`orogen drill list` shows all.")
    return tuple(found[name] for name in dict.fromkeys(names))
