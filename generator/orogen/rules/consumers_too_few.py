"""The spec asks for more consumers than fit into the memory of their nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import lacks_consumers, processes, short, suffices
from orogen.rules.sizes import enough

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO603"
SEVERITY = "warning"
TITLE = "Fewer consumers than asked for"
WHY = (
    "What does not fit is not started: prices, mails and index updates wait longer than the number in the spec lets "
    "one expect, and nothing fails."
)
FIX = "Give the nodes more memory, or ask for fewer processes."
BAD = """\
nodes:
  job: {memory: 4GiB}
"""
GOOD = """\
nodes:
  job: {memory: 4GiB}
consumer: {processes: 2}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with fewer, unless the nodes are known to be short of memory."""
    environment = case.environment
    for node_type in environment.nodes:
        if lacks_consumers(environment, node_type) and not short(node_type):
            there, asked = processes(environment, node_type), environment.consumer.processes
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"`{node_type.name}` has memory for {there} consumers of each queue, and {asked} are asked for",
                f"{enough(environment, node_type, 'memory', suffices)} Or set `consumer.processes: {there}`.",
                related=((("consumer", "processes"), f"{asked} for each queue"),),
            )
