"""All nodes of a service that takes over from itself stand in one zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT, what_to_spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO411"
SEVERITY = "warning"
TITLE = "Standby in the same zone"
WHY = "The second node is there to take over, and is lost together with the first one when the zone is."
FIX = "Give the node type at least two zones, or leave out its `zones`."
BAD = """\
nodes:
  job: {count: 2, zones: [europe-west1-b]}
"""
GOOD = """\
nodes:
  job: {count: 2, zones: [europe-west1-b, europe-west1-c]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each service that the shop can do without for a while, and whose nodes all stand in one of several zones."""
    if case.environment.type not in REDUNDANT or len(case.environment.location.zones) < 3:
        return
    for service in case.plan.services:
        nodes = case.plan.cluster(service.name)
        zones = {node.zone for node in nodes}
        if len(nodes) < 2 or len(zones) > 1 or not service.selectable or service.quorum.model == "majority":
            continue
        if service.without and service.without.lost != "shop":
            zone = nodes[0].zone
            yield Finding(
                what_to_spread(case.plan, nodes, zone),
                f"all {len(nodes)} nodes with `{service.name}` stand in zone `{zone}`",
                f"Put them into two zones: while `{zone}` is lost, {service.without.words}.",
            )
