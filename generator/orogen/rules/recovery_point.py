"""More data may be missing after a restore than is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import STEPS, span, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.rules.finding import Path
    from orogen.spec.environment import Environment

CODE = "ORO704"
SEVERITY = "warning"
TITLE = "Recovery point that cannot be kept"
WHY = (
    "What was written since the last set is lost when a set must bring the data back: an hour's work at worst with "
    "hourly sets, and the minutes that the next set was under way."
)
FIX = "Declare an `rpo` of 1h or more, and keep hourly sets."
BAD = """\
objectives: {rpo: 15m}
"""
GOOD = """\
objectives: {rpo: 1h}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each declared recovery point that is shorter than the time between two sets."""
    backups = case.environment.backups
    kept = tiers(backups) if backups else ()
    if not kept:
        return
    step = kept[0].step * 3600
    for path, rpo in _declared(case.environment):
        if rpo < step:
            message = f"up to {span(step)} of data may be missing, not {span(rpo)}: sets are made {kept[0].name}"
            yield Finding(path, message, _help(rpo))


def _declared(environment: Environment) -> Iterator[tuple[Path, int]]:
    if environment.objectives.rpo is not None:
        yield ("objectives", "rpo"), environment.objectives.rpo
    recovery = environment.disaster_recovery
    if recovery and recovery.objectives.rpo is not None:
        yield ("disaster_recovery", "objectives", "rpo"), recovery.objectives.rpo


def _help(rpo: int) -> str:
    if rpo < STEPS["hourly"] * 3600:
        return "Declare at least `1h`: no sets are made more often."
    return "Keep hourly sets: `backups: {hourly: 7d}`."
