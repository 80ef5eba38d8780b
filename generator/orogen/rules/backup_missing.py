"""Nothing is backed up where backups are promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO709"
SEVERITY = "warning"
TITLE = "Nothing is backed up"
WHY = "Copies on other nodes follow a wrong DELETE within a second: only a backup set knows what was there before."
FIX = "Add `backup` to the services of a node type; accept this where something else makes backups."
BAD = """\
nodes:
  maintenance: {services: [maintenance, monitoring]}
backups: null
disaster_recovery: null
"""
GOOD = """\
nodes:
  maintenance: {services: [maintenance, monitoring, backup]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the nodes of an environment that has no backups and should. With a recovery region it is ORO714."""
    environment = case.environment
    if environment.backups or environment.disaster_recovery:
        return
    if environment.objectives.rpo is not None:
        message = "a recovery point is declared, and nothing is backed up: no node type runs `backup`"
        yield Finding(("objectives", "rpo"), message, FIX)
    elif environment.type in ("production", "staging"):
        message = f"nothing of this {environment.type} environment is backed up: no node type runs `backup`"
        yield Finding(("nodes",), message, FIX, at_key=True)
