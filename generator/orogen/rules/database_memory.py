"""The database's sessions together may take more memory than it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import lacks_sessions, sessions, short, suffices
from orogen.rules.sizes import budgets, enough, runs, size
from orogen.services.database import connections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.spec.environment import Environment, NodeType

CODE = "ORO605"
SEVERITY = "warning"
TITLE = "Database sessions exceed memory"
WHY = (
    "Each session may sort in work_mem of its own, beside shared_buffers. When all connections do so at once, in a "
    "sale or a reindexing, the kernel ends PostgreSQL, and everything waits for its recovery."
)
FIX = "Give the database more memory, or have fewer processes that connect to it."
BAD = """\
nodes:
  database: {memory: 4GiB}
"""
GOOD = """\
nodes:
  database: {memory: 8GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type where it does not, unless the nodes are known to be short of memory."""
    environment = case.environment
    for node_type in environment.nodes:
        if lacks_sessions(environment, node_type) and not short(node_type):
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"{connections(environment)} connections may take {size(sessions(environment, node_type))} of memory, "
                f"and the database has {size(budgets(node_type)['database'].memory)}",
                enough(environment, node_type, "memory", suffices),
                related=_who(environment, node_type),
            )


def _who(environment: Environment, database: NodeType) -> tuple[tuple[tuple[str, str, str], str], ...]:
    others = [each for each in environment.nodes if each.name != database.name and runs(each, "web")]
    return tuple((("nodes", each.name, "count"), f"{each.count} nodes whose PHP connects") for each in others)
