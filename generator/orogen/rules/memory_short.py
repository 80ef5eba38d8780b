"""A service gets less memory than it needs to be of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import LEAST, short, starts, suffices
from orogen.rules.sizes import enough, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO602"
SEVERITY = "warning"
TITLE = "Service short of memory"
WHY = (
    "It starts, and the first busy hour shows it: PHP ends requests, Elasticsearch collects garbage instead of "
    "searching, and PostgreSQL reads from disk what should be in memory."
)
FIX = "Give the nodes more memory, or move a service to nodes of its own."
BAD = """\
nodes:
  search: {memory: 2GiB}
"""
GOOD = """\
nodes:
  search: {memory: 4GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with such services, unless they do not even start."""
    environment = case.environment
    for node_type in environment.nodes:
        found = short(node_type)
        if found and starts(node_type):
            words = [f"`{name}` {size(there)} of {size(LEAST[name])}" for name, there in found.items()]
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"nodes of `{node_type.name}` have too little for what runs there: {', '.join(words)}",
                enough(environment, node_type, "memory", suffices),
            )
