"""What the shop misses only in parts, or later, runs on one node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO409"
SEVERITY = "warning"
TITLE = "Nobody takes over"
WHY = (
    "cron, the websocket server, consumers and mail move by themselves to another node that runs them. "
    "Without one, somebody has to notice and to build it."
)
FIX = "Add the service to the services of a second node; where it runs once at a time, the second one stands by."
BAD = """\
nodes:
  job: {services: [consumer]}
  maintenance: {services: [maintenance, backup, monitoring, cron]}
"""
GOOD = """\
nodes:
  job: {count: 2, services: [consumer, cron]}
"""

# The architecture has one of each: what they do waits until they are back (OroCloud, "Architecture").
ONE_IS_ENOUGH = ("maintenance", "backup", "monitoring")


def check(case: Case) -> Iterator[Finding]:
    """Give each service that one node has and that another could take over, where a loss is to be survived."""
    if case.environment.type not in REDUNDANT:
        return
    for service in case.plan.services:
        nodes = case.plan.cluster(service.name)
        if len(nodes) > 1 or not service.selectable or service.name in ONE_IS_ENOUGH:
            continue
        # Without a broker the consumers of one database run on one node, and so does what stands beside them.
        if "consumer" in nodes[0].services and not case.plan.cluster("queue"):
            continue
        if service.without and service.without.lost != "shop" and service.quorum.model != "majority":
            yield Finding(
                ("nodes", nodes[0].type.name, "services"),
                f"`{service.name}` runs on one node: while `{nodes[0].name}` is lost, {service.without.words}",
                f"Add `{service.name}` to the services of a second node, in another zone.",
            )
