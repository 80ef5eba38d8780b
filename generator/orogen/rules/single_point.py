"""What no page works without runs on one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO408"
SEVERITY = "warning"
TITLE = "Single point of failure"
WHY = (
    "The shop is gone with that node until a new machine is there and, for the database, a backup has been restored: "
    "half an hour at best, and up to an hour of orders is lost."
)
FIX = "Have at least two nodes with the service, in different zones."
BAD = """\
nodes:
  web: {count: 1}
"""
GOOD = """\
nodes:
  web: {count: 2}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each service without which there is no shop, and which one node has, where a loss is to be survived."""
    if case.environment.type not in REDUNDANT:
        return
    for service in case.plan.services:
        nodes = case.plan.cluster(service.name)
        # Voters have a rule of their own.
        if not service.selectable or service.quorum.model == "majority" or len(nodes) > 1:
            continue
        if service.without and service.without.lost == "shop":
            yield Finding(
                ("nodes", nodes[0].type.name, "count"),
                f"`{service.name}` runs on one node: while `{nodes[0].name}` is lost, {service.without.words}",
                f"Have two nodes with `{service.name}`, in different zones.",
            )
