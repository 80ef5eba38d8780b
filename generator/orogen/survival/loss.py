"""What can be lost at once: one node, or all nodes of one zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss: the node or the zone by name, and the names of all nodes that are lost with it."""

    kind: Literal["node", "zone"]
    name: str
    nodes: tuple[str, ...]


def losses(plan: Plan) -> tuple[Loss, ...]:
    """Give every loss of one zone, in the order of the location, then every loss of one node."""
    used = {zone: tuple(n.name for n in plan.nodes if n.zone == zone) for zone in plan.environment.location.zones}
    zones = [Loss("zone", zone, nodes) for zone, nodes in used.items() if nodes]
    return (*zones, *(Loss("node", node.name, (node.name,)) for node in plan.nodes))
