"""The node that builds releases has no memory for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import BUILD, lacks_workshop, short, starts, suffices, workshop
from orogen.rules.sizes import enough, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO607"
SEVERITY = "warning"
TITLE = "No memory to build a release"
WHY = (
    "Composer, the asset build and console commands run on the maintenance node, for minutes and with up to 2 GiB. The "
    "kernel ends them half-way: the deploy fails while the shop shows its maintenance page."
)
FIX = "Give the maintenance nodes more memory."
BAD = """\
nodes:
  maintenance: {memory: 2560MiB}
"""
GOOD = """\
nodes:
  maintenance: {memory: 4GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type of maintenance nodes with less, unless the nodes are known to be short of it anyway."""
    environment = case.environment
    for node_type in environment.nodes:
        if lacks_workshop(node_type) and starts(node_type) and not short(node_type):
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"`{node_type.name}` has {size(workshop(node_type))} to build releases, which take up to {size(BUILD)}",
                enough(environment, node_type, "memory", suffices),
            )
