"""A production environment has no hourly backup sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import span, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO708"
SEVERITY = "warning"
TITLE = "Production without hourly backups"
WHY = "Without the hourly tier sets are made on Sundays alone: a restore on a Saturday loses a week of orders."
FIX = "Keep hourly sets, or declare the recovery point that is wanted."
BAD = """\
backups: {hourly: none}
"""
GOOD = """\
backups: {hourly: none}
objectives: {rpo: 7d}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the hourly tier of a production environment when it is not kept. A declared recovery point is ORO704."""
    environment = case.environment
    kept = tiers(environment.backups) if environment.backups else ()
    declared = environment.objectives.rpo is not None
    if environment.type == "production" and kept and kept[0].name != "hourly" and not declared:
        message = f"a restore may miss {span(kept[0].step * 3600)}: sets are made {kept[0].name} only"
        objectives = f"objectives: {{rpo: {kept[0].step // 24}d}}"
        yield Finding(
            ("backups", "hourly"), message, f"Keep hourly sets for `7d`; if that is wanted, say `{objectives}`."
        )
