"""Messages live on one node where a loss is to be survived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO415"
SEVERITY = "warning"
TITLE = "Messages without a copy"
WHY = (
    "With `priorities` each queue lives on one node. While that is lost its consumers have nothing to do; "
    "when its disk is lost, so are the orders' mails, imports and index updates that waited there."
)
FIX = "Use `durability: replicated`: the priorities of OroCommerce's messages are then ignored."
BAD = """\
queue: {durability: priorities}
"""
GOOD = """\
queue: {durability: replicated}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the setting in production, where there are nodes that could hold copies."""
    environment = case.environment
    alone = environment.type == "production" and environment.queue.durability == "priorities"
    if alone and len(case.plan.cluster("queue")) > 1:
        yield Finding(("queue", "durability"), "a lost node takes the messages of its queues with it", FIX)
