"""A voter shares its only processor with a store that works hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules import processors_few
from orogen.rules.finding import Finding
from orogen.rules.sizes import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO613"
SEVERITY = "warning"
TITLE = "Voter without a processor of its own"
WHY = (
    "etcd's members expect a heartbeat every 100 ms. A vacuum or a query on the only processor holds it back, another "
    "leader is elected, and Patroni may take the database from a healthy node."
)
FIX = "Give the nodes two processors, or let the voters stand elsewhere."
BAD = """\
nodes:
  database: {cpus: 1}
  web: {memory: 8GiB}
consumer: {processes: 1}
"""
GOOD = """\
nodes:
  database: {cpus: 2}
  web: {memory: 8GiB}
consumer: {processes: 1}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with one processor for etcd and a store, unless it has too few for the stores anyway."""
    for node_type in case.environment.nodes:
        working = processors_few.working(node_type)
        shared = node_type.cpus == 1 and runs(node_type, "coordination") and working
        if shared and processors_few.fits(node_type):
            names = [f"`{name}`" for name in working]
            yield Finding(
                ("nodes", node_type.name, "cpus"),
                f"etcd shares the only processor of `{node_type.name}` with {' and '.join(names)}",
                f"Give `{node_type.name}` `cpus: 2` or more.",
            )
