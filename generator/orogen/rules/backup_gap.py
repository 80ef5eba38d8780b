"""Sets of one tier are gone before the next tier has one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import counted, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO706"
SEVERITY = "warning"
TITLE = "Days without any backup set"
WHY = (
    "What was deleted by mistake on a day that no set remembers comes back with the next older set alone: together "
    "with the loss of all that was written since."
)
FIX = "Keep each tier until the next one surely has a set: hourly ones for 7d, weekly ones for 4w."
BAD = """\
backups: {hourly: 2d}
"""
GOOD = """\
backups: {hourly: 7d}
"""

_DAY = 24
# What closes the gap between two tiers.
_ENOUGH = {
    ("hourly", "weekly"): ("hourly", "7d"),
    ("weekly", "monthly"): ("weekly", "4w"),
    ("hourly", "monthly"): ("weekly", "4w"),
}


def check(case: Case) -> Iterator[Finding]:
    """Give each tier of a production or staging environment that does not reach the next one."""
    environment = case.environment
    if environment.type not in ("production", "staging") or not environment.backups:
        return
    for shorter, longer in pairwise(tiers(environment.backups)):
        gap = longer.step - shorter.step - shorter.kept
        if gap > 0:
            days = counted(-(-gap // _DAY), "day")
            gone = f"{shorter.name} ones go after {shorter.words}, the next are {longer.name}"
            tier, enough = _ENOUGH[shorter.name, longer.name]
            help_text = f"Keep {tier} sets for `{enough}`."
            yield Finding(("backups", tier), f"up to {days} without a set: {gone}", help_text)
