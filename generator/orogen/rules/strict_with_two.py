"""Strictly synchronous replication has no node to spare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO412"
SEVERITY = "warning"
TITLE = "Strictly synchronous with two nodes"
WHY = (
    "Strict means that no commit happens on one node only. With two, the loss of the standby stops every write: "
    "more nodes have made the shop less available."
)
FIX = "Have three nodes with `database`, or leave out `strict`: the leader then goes on alone until a standby is back."
BAD = """\
database: {synchronous: true, strict: true}
"""
GOOD = """\
database: {synchronous: true, strict: true}
nodes:
  database: {count: 3}
  witness: null
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the setting when fewer than three nodes run the database."""
    nodes = case.plan.cluster("database")
    settings = case.environment.database
    if settings.strict and settings.synchronous and len(nodes) < 3:
        lost = "the standby" if len(nodes) == 2 else "any"
        yield Finding(("database", "strict"), f"without {lost} node every write waits: there are {len(nodes)}", FIX)
