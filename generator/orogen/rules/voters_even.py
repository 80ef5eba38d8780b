"""A service that votes has an even number of voters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO401"
SEVERITY = "error"
TITLE = "Even number of voters"
WHY = (
    "A majority of four is three, so four survive the loss of one as three do, and more nodes can fail. "
    "An even number can also split into two halves of which neither may go on."
)
FIX = "Have 3 or 5 nodes with the service over all node types."
BAD = """\
nodes:
  queue: {count: 4}
"""
GOOD = """\
nodes:
  queue: {count: 5}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service with four nodes or more, and an even number, at its last node type."""
    for service in voting():
        voters = case.plan.cluster(service)
        count = len(voters)
        if count > 2 and count % 2 == 0:
            yield Finding(
                ("nodes", voters[-1].type.name, "count"),
                f"`{service}` has {count} voters, which survive no more losses than {count - 1}",
                f"Have {count - 1} or {count + 1} nodes with `{service}` over all node types.",
            )
