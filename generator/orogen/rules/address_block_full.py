"""A node type has more nodes than its block of the network has addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.placement import room
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO310"
SEVERITY = "error"
TITLE = "Node type that its address block cannot hold"
WHY = "Each type has a block of its own in each zone, so that no node moves when another type grows."
FIX = "Use a larger network, or give the nodes' `addresses`."
BAD = """\
location: {network: 10.20.0.0/24}
nodes:
  web: {count: 4}
"""
GOOD = """\
location: {network: 10.20.0.0/19}
nodes:
  web: {count: 4}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with computed addresses that does not fit."""
    environment = case.environment
    for node_type in environment.nodes:
        held = room(node_type, environment.location.network)
        if not node_type.addresses and node_type.count > held:
            message = (
                f"{environment.location.network} has {held} addresses for `{node_type.name}`, not {node_type.count}"
            )
            yield Finding(("nodes", node_type.name, "count"), message, FIX)
