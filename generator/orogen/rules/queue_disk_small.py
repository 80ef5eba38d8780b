"""RabbitMQ's disk is small beside its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.disk import full, lacks_queue, queue_limits, suffices
from orogen.rules.finding import Finding
from orogen.rules.sizes import enough, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO610"
SEVERITY = "warning"
TITLE = "Queue's disk smaller than its memory asks for"
WHY = (
    "When memory is full RabbitMQ writes messages to disk in one go, and looks every ten seconds whether there is "
    "room. With less kept free than memory holds it can run into a full disk in between, and ends."
)
FIX = "Give the queue a larger disk."
BAD = """\
nodes:
  queue: {memory: 64GiB}
"""
GOOD = """\
nodes:
  queue: {memory: 64GiB, disk: 500GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with queues where it does not, unless the disk is full by itself."""
    environment = case.environment
    for node_type in environment.nodes:
        if lacks_queue(environment, node_type) and not full(environment, node_type):
            memory, disk = queue_limits(environment, node_type)
            yield Finding(
                ("nodes", node_type.name, "disk"),
                f"the queue may hold {size(memory)} of messages in memory, and keeps {size(disk)} of disk free",
                enough(environment, node_type, "disk", suffices),
                related=((("nodes", node_type.name, "memory"), f"{size(node_type.memory)} of memory"),),
            )
