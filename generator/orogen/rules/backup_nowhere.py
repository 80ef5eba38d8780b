"""Backups are described, and no node makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO701"
SEVERITY = "error"
TITLE = "Backups that nobody makes"
WHY = "The section reads like a promise, and there would be nothing to restore."
FIX = "Add `backup` to the services of a node type, or remove the section."
BAD = """\
nodes:
  maintenance: {count: 1, services: [maintenance]}
backups: {repository: gs://acme-prod-backups}
"""
GOOD = """\
nodes:
  maintenance: {count: 1, services: [maintenance, backup]}
backups: {repository: gs://acme-prod-backups}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the backups when no node runs `backup`."""
    environment = case.environment
    if environment.backups and not any("backup" in node_type.services for node_type in environment.nodes):
        yield Finding(("backups",), "no node type runs `backup`", FIX, at_key=True)
