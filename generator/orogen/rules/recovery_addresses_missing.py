"""A region is to be recovered within a time, and nobody knows the new addresses before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.periods import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO716"
SEVERITY = "warning"
TITLE = "Recovery time without addresses"
WHY = (
    "The recovered shop has other addresses. DNS, payment providers and ERP systems that knew them before switch in "
    "minutes; the others take days to let them in."
)
FIX = "Reserve public addresses in both regions, and list them in `disaster_recovery.addresses`."
BAD = """\
disaster_recovery:
  objectives: {rto: 2h}
  addresses: null
"""
GOOD = """\
disaster_recovery:
  objectives: {rto: 2h}
  addresses: {primary: [203.0.113.10], recovery: [198.51.100.10]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the declared recovery time of a region that has no addresses listed."""
    recovery = case.environment.disaster_recovery
    if recovery and recovery.objectives.rto is not None and not recovery.recovery_addresses:
        message = f"others must let in new addresses within {span(recovery.objectives.rto)}, and none are listed"
        yield Finding(("disaster_recovery", "objectives", "rto"), message, FIX)
