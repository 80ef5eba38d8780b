"""A service that votes has one voter where a loss is to be survived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT, voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO404"
SEVERITY = "error"
TITLE = "Voter alone"
WHY = "Production and staging promise to survive the loss of any node, and nobody takes over from the only one."
FIX = "Have 3 nodes with the service in three zones, or make the environment's type testing."
BAD = """\
nodes:
  search: {count: 1}
"""
GOOD = """\
nodes:
  search: {count: 3}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service with one node, where the type promises to survive its loss."""
    if case.environment.type not in REDUNDANT or len(case.environment.location.zones) < 3:
        return
    for service in voting():
        voters = case.plan.cluster(service)
        without = catalogue()[service].without
        if len(voters) == 1 and without:
            yield Finding(
                ("nodes", voters[0].type.name, "count"),
                f"`{service}` runs on one node: while that is lost, {without.words}",
                f"Have 3 nodes with `{service}` in three zones.",
            )
