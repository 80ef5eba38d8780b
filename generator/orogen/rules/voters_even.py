"""A service that votes has an even number of voters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import voters_of, voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO401"
SEVERITY = "error"
TITLE = "Even number of voters"
WHY = "A majority of four is three, so four survive the loss of one as three do; two survive the loss of none."
FIX = "Have 1, 3 or 5 nodes with the service over all node types."
BAD = ""
GOOD = ""


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service with an even number of nodes, at its last node type."""
    for service in voting():
        voters = voters_of(case.environment, service)
        if voters and len(voters) % 2 == 0:
            count = len(voters)
            yield Finding(
                ("nodes", voters[-1].node_type.name, "count"),
                f"`{service}` has {count} voters, which survive no more losses than {count - 1}",
                f"Have {count - 1} or {count + 1} nodes with `{service}` over all node types.",
            )
