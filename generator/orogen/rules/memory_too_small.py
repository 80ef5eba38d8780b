"""A node's services do not fit into its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.budget import free_memory
from orogen.plan.build import services_of
from orogen.rules.finding import Finding
from orogen.rules.memory import starts, suffices
from orogen.rules.sizes import enough, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO601"
SEVERITY = "error"
TITLE = "Services do not fit into memory"
WHY = (
    "Each service needs some memory before it does anything, and the system needs some beside them. Below that the "
    "kernel ends one process after the other, stores among them."
)
FIX = "Give the nodes more memory, or fewer services."
BAD = """\
nodes:
  web: {memory: 1GiB}
"""
GOOD = """\
nodes:
  web: {memory: 8GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type whose nodes are smaller than what is claimed on them."""
    environment = case.environment
    for node_type in environment.nodes:
        if not starts(node_type):
            needed = node_type.memory - free_memory(node_type, services_of(node_type))
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"the system and services of `{node_type.name}` need {size(needed)} to start, and there are "
                f"{size(node_type.memory)}",
                enough(environment, node_type, "memory", suffices),
            )
