"""Little of a disk is left for data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.disk import full, kept, left, short, suffices
from orogen.rules.finding import Finding
from orogen.rules.sizes import enough, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO609"
SEVERITY = "warning"
TITLE = "Little disk for data"
WHY = (
    "Services on one disk do not know of each other: the write-ahead log of a lost standby, the oplog, samples and the "
    "journal each take what they may, and Elasticsearch stops at 85 percent of what they leave."
)
FIX = "Give the nodes a larger disk, or move a service to nodes of its own."
BAD = """\
nodes:
  files: {disk: 6GiB}
"""
GOOD = """\
nodes:
  files: {disk: 100GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with less, unless nothing is left at all."""
    environment = case.environment
    for node_type in environment.nodes:
        if full(environment, node_type) or not short(environment, node_type):
            continue
        there = max(left(environment, node_type), 0)
        takers = [f"`{name}` {size(amount)}" for name, amount in kept(environment, node_type).items()]
        yield Finding(
            ("nodes", node_type.name, "disk"),
            f"{size(there)} of {size(node_type.disk)} are left for data on nodes of `{node_type.name}`, beside "
            f"{', '.join([*takers, 'the journal'])}",
            enough(environment, node_type, "disk", suffices),
        )
