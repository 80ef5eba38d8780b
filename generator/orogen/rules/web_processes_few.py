"""A web node's memory keeps its processors idle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import children, lacks_children, short, suffices
from orogen.rules.sizes import enough

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO604"
SEVERITY = "warning"
TITLE = "Fewer PHP processes than processors"
WHY = (
    "A PHP process serves one visitor at a time and mostly waits for the stores. With fewer of them than processors "
    "visitors queue in front of an idle machine."
)
FIX = "Give the nodes more memory, or fewer processors."
BAD = """\
nodes:
  web: {cpus: 64}
"""
GOOD = """\
nodes:
  web: {cpus: 64, memory: 64GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with fewer, unless the nodes are known to be short of memory."""
    environment = case.environment
    for node_type in environment.nodes:
        if lacks_children(environment, node_type) and not short(node_type):
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"`{node_type.name}` has memory for {children(environment, node_type)} PHP processes on "
                f"{node_type.cpus} processors",
                enough(environment, node_type, "memory", suffices),
                related=((("nodes", node_type.name, "cpus"), f"{node_type.cpus} processors"),),
            )
