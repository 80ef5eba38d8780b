"""Synchronous replication is asked for where there is no second node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO414"
SEVERITY = "warning"
TITLE = "Synchronous with nobody"
WHY = "A commit waits for a second node, and there is none: orogen leaves it off, and the spec reads as if it were on."
FIX = "Add a node with `database`, or remove `synchronous`."
BAD = """\
type: testing
database: {synchronous: true}
nodes:
  database: {count: 1}
  witness: null
"""
GOOD = """\
type: testing
nodes:
  database: {count: 1}
  witness: null
database: null
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the setting when the spec asks for more than its type would, and one node runs the database."""
    environment = case.environment
    # Production has it by default; that there is one node only is said by ORO408.
    if environment.type == "production" or not environment.database.synchronous:
        return
    if len(case.plan.cluster("database")) == 1:
        yield Finding(("database", "synchronous"), "there is no second node that a commit could wait for", FIX)
