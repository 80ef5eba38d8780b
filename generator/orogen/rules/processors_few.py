"""Many stores share a processor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.build import services_of
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.spec.environment import NodeType

CODE = "ORO612"
SEVERITY = "warning"
TITLE = "More stores than processors carry"
WHY = (
    "A store that waits for a processor misses its heartbeat: Sentinel and Patroni take a busy node for a dead one and "
    "fail over to the next, which is as busy."
)
FIX = "Give the nodes more processors, or move services to nodes of their own."
BAD = """\
nodes:
  search: {services: [search, queue, cache], cpus: 1}
  queue: null
  cache: null
"""
GOOD = """\
nodes:
  search: {services: [search, queue, cache], cpus: 2}
  queue: null
  cache: null
"""

MOST_FOR_EACH = 2


def working(node_type: NodeType) -> list[str]:
    """Give the services of the type that take more when they are given more: those with a weight."""
    return [service.name for service in services_of(node_type) if service.memory.weight]


def fits(node_type: NodeType) -> bool:
    """Say whether no more than two of them share a processor."""
    return len(working(node_type)) <= MOST_FOR_EACH * node_type.cpus


def check(case: Case) -> Iterator[Finding]:
    """Give each type where more do."""
    for node_type in case.environment.nodes:
        if not fits(node_type):
            found = [f"`{name}`" for name in working(node_type)]
            yield Finding(
                ("nodes", node_type.name, "cpus"),
                f"{', '.join(found)} share {node_type.cpus} {'processors' if node_type.cpus > 1 else 'processor'}",
                f"Give `{node_type.name}` `cpus: {-(-len(found) // MOST_FOR_EACH)}` or more.",
            )
