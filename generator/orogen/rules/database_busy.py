"""More processes may ask the database at once than its processors can serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import children, processes
from orogen.rules.sizes import runs
from orogen.services.consumer import queues_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.spec.environment import Environment

CODE = "ORO606"
SEVERITY = "warning"
TITLE = "Database with few processors"
WHY = (
    "PostgreSQL does most with a few active sessions for each processor; with dozens they fight for locks, every query "
    "gets slower, and more of them pile up. Web nodes added in a sale then make the shop slower."
)
FIX = "Give the database more processors, or have fewer PHP processes."
BAD = """\
nodes:
  web: {count: 6}
"""
GOOD = """\
nodes:
  web: {count: 6}
  database: {cpus: 16}
"""

# PostgreSQL's wiki ("Number Of Database Connections") finds the most work done with about two active sessions for each
# processor. A PHP process is in a query for a part of its time only: a tenth of it would make these four.
MOST_FOR_EACH = 40


def asking(environment: Environment) -> int:
    """Give how many PHP processes and consumers of all nodes may ask at the same time."""
    queues = len(queues_of(environment))
    return sum(
        each.count * (children(environment, each) + queues * processes(environment, each)) for each in environment.nodes
    )


def check(case: Case) -> Iterator[Finding]:
    """Give each type of database nodes that has too few processors for them."""
    environment = case.environment
    most = asking(environment)
    for node_type in environment.nodes:
        if runs(node_type, "database") and most > MOST_FOR_EACH * node_type.cpus:
            enough = -(-most // MOST_FOR_EACH)
            yield Finding(
                ("nodes", node_type.name, "cpus"),
                f"{most} processes may ask the database at once, and `{node_type.name}` has "
                f"{node_type.cpus} processors",
                f"Give `{node_type.name}` `cpus: {enough}` or more.",
            )
