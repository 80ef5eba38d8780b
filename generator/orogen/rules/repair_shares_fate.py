"""The node from which one repairs runs what may have to be repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO416"
SEVERITY = "warning"
TITLE = "Maintenance beside what it maintains"
WHY = (
    "Deployments, restores and the console run on this node. When a visitor's load or a full disk stops it, "
    "the way to repair it is gone with it; and the build of a release competes with visitors for its memory."
)
FIX = "Give `maintenance` a node of its own; a small one is enough."
BAD = """\
nodes:
  database: {services: [database, coordination, maintenance]}
  maintenance: {services: [backup, monitoring]}
"""
GOOD = """\
nodes:
  maintenance: {services: [maintenance, backup, monitoring]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the type whose nodes are all that has `maintenance`, and run what no page works without."""
    if case.environment.type not in REDUNDANT:
        return
    needed = {s.name for s in case.plan.services if s.selectable and s.without and s.without.lost == "shop"}
    nodes = case.plan.cluster("maintenance")
    if nodes and all(needed & set(node.services) for node in nodes):
        beside = sorted(needed & set(nodes[0].services))
        yield Finding(
            ("nodes", nodes[0].type.name, "services"),
            f"`maintenance` runs beside {', '.join(f'`{name}`' for name in beside)}",
            FIX,
        )
