"""Many more consumers run on a node than it has processors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import processes
from orogen.services.consumer import queues_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO611"
SEVERITY = "warning"
TITLE = "More consumers than processors carry"
WHY = (
    "Imports, prices and index updates compute. Past a few of them for each processor more consumers do not do more "
    "work: each message takes longer, holds its locks longer, and meets its timeout."
)
FIX = "Set fewer `consumer.processes`, or give the nodes more processors."
BAD = """\
consumer: {processes: 16}
nodes:
  job: {memory: 64GiB}
"""
GOOD = """\
consumer: {processes: 8}
nodes:
  job: {memory: 64GiB}
"""

# OroCloud's job servers run 16 consumers, four of each queue; on 8 processors that makes two for each.
MOST_FOR_EACH = 4


def check(case: Case) -> Iterator[Finding]:
    """Give each type whose nodes run more than that."""
    environment = case.environment
    queues = len(queues_of(environment))
    for node_type in environment.nodes:
        running = processes(environment, node_type) * queues
        if running > MOST_FOR_EACH * node_type.cpus:
            fewer = max(1, MOST_FOR_EACH * node_type.cpus // queues)
            yield Finding(
                ("nodes", node_type.name, "cpus"),
                f"`{node_type.name}` runs {running} consumers on {node_type.cpus} processors",
                f"Set `consumer.processes: {fewer}`, or give `{node_type.name}` "
                f"`cpus: {-(-running // MOST_FOR_EACH)}` or more.",
                related=((("consumer", "processes"), f"{environment.consumer.processes} for each of {queues} queues"),),
            )
