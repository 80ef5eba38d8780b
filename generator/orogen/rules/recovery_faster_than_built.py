"""A region is to be recovered in less time than it takes to build one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO705"
SEVERITY = "warning"
TITLE = "Region recovered too fast"
WHY = (
    "The recovery region is cold: its machines are ordered, installed and filled from backups once somebody has "
    "decided it. OroCloud promises no less than an hour for that."
)
FIX = "Declare an hour at least, and the time that a restore of the data takes."
BAD = """\
disaster_recovery:
  objectives: {rto: 15m}
"""
GOOD = """\
disaster_recovery:
  objectives: {rto: 2h}
"""

# OroCloud's architecture page, "Disaster Recovery Objectives": at least 60 minutes after the recovery was approved; the
# rest "depends on the backup volume".
LEAST = 3600


def check(case: Case) -> Iterator[Finding]:
    """Give the recovery time of the region when it is below the least."""
    recovery = case.environment.disaster_recovery
    rto = recovery.objectives.rto if recovery else None
    if rto is not None and rto < LEAST:
        message = f"a region is built anew in {span(LEAST)} at least, not in {span(rto)}"
        yield Finding(("disaster_recovery", "objectives", "rto"), message, FIX)
