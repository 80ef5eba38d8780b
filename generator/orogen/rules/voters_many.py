"""A service has more voters than a vote is worth waiting for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO407"
SEVERITY = "warning"
TITLE = "More voters than seven"
WHY = (
    "Each write waits for more than half of the voters, so every further one makes writes slower. "
    "Five survive the loss of two, seven that of three; etcd's and MongoDB's documentation advise against more."
)
FIX = "Have 3, 5 or 7 nodes with the service; give it larger machines rather than more of them."
BAD = """\
nodes:
  cache: {count: 9}
"""
GOOD = """\
nodes:
  cache: {count: 5}
"""

# etcd's FAQ ("What is maximum cluster size?"); MongoDB allows 7 members with a vote at all.
MOST = 7


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service with more than seven nodes, at the type that has most of them."""
    for service in voting():
        voters = case.plan.cluster(service)
        if len(voters) > MOST and len(voters) % 2:
            types = {node.type.name: node.type for node in voters}
            largest = max(types.values(), key=lambda node_type: node_type.count)
            yield Finding(
                ("nodes", largest.name, "count"),
                f"`{service}` has {len(voters)} voters, and each write waits for {len(voters) // 2 + 1} of them",
                FIX,
            )
