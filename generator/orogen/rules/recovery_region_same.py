"""The recovery region is the environment's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.spec.environment import Environment

CODE = "ORO308"
SEVERITY = "error"
TITLE = "Recovery in the same region"
WHY = 'Disaster recovery answers the loss of a whole region (OroCloud\'s architecture page, "Disaster Recovery").'
FIX = "Choose another region of the provider."


def check(environment: Environment) -> Iterator[Finding]:
    """Give the recovery region when it is the one to recover from."""
    recovery = environment.disaster_recovery
    if recovery and recovery.region == environment.location.region:
        message = f"`{recovery.region}` is the region that may be lost"
        yield Finding(("disaster_recovery", "region"), message, FIX)
