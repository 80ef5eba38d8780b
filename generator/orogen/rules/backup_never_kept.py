"""No tier of backups is kept, so no set is ever made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO721"
SEVERITY = "error"
TITLE = "Backups of which none is kept"
WHY = "A set is made for the tiers that keep it. Without any the timer runs each hour, succeeds, and makes nothing."
FIX = "Keep a tier, or remove `backup` from all node types."
BAD = """\
backups: {hourly: none, weekly: none, monthly: none}
"""
GOOD = """\
backups: {hourly: 7d, weekly: 4w, monthly: 12M}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the backups when none of their tiers is kept."""
    backups = case.environment.backups
    if backups and not tiers(backups):
        message = "no backup set is ever made: hourly, weekly and monthly ones are all kept for `none`"
        yield Finding(("backups",), message, FIX, at_key=True)
