"""A tier of backups is kept for less time than the one before it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO710"
SEVERITY = "warning"
TITLE = "Tier that goes back less far"
WHY = "Its sets are gone before those of the shorter tier: mostly a slip of the unit, `4d` for `4w` or `12d` for `12M`."
FIX = "Keep the tier longer than the one before it, or set it to `none`."
BAD = """\
backups: {weekly: 4w, monthly: 12d}
"""
GOOD = """\
backups: {weekly: 4w, monthly: 12M}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each tier that is kept, and shorter than the tier before it."""
    backups = case.environment.backups
    for shorter, longer in pairwise(tiers(backups) if backups else ()):
        if longer.kept < shorter.kept:
            yield Finding(
                ("backups", longer.name),
                f"{longer.name} sets are kept for {longer.words}, {shorter.name} ones for {shorter.words}",
                f"Keep {longer.name} sets longer, or set `{longer.name}: none`.",
                related=((("backups", shorter.name), f"{shorter.words}"),),
            )
