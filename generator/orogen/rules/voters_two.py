"""A service that votes has two voters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO402"
SEVERITY = "error"
TITLE = "Two voters"
WHY = (
    "A majority of two is both: the loss of either stops the service, so two nodes fail twice as often as one. "
    "When only the network between them fails, both are alive and neither may go on."
)
FIX = "Have 3 nodes with the service over all node types; the third may be small. Where a loss may stop it, have 1."
BAD = """\
nodes:
  cache: {count: 2}
"""
GOOD = """\
nodes:
  cache: {count: 3}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service with two nodes, at its last node type."""
    for service in voting():
        voters = case.plan.cluster(service)
        if len(voters) == 2:
            yield Finding(
                ("nodes", voters[-1].type.name, "count"),
                f"`{service}` has 2 voters: the loss of either stops it",
                f"Have 3 nodes with `{service}` over all node types.",
            )
