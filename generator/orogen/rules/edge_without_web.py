"""No node answers the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO210"
SEVERITY = "error"
TITLE = "No web node"
WHY = "The edge hands every request to the web nodes; without one there is no shop."
FIX = "Add `web` to the services of a node type."
BAD = """\
nodes:
  web: {count: 2, services: [websocket]}
"""
GOOD = """\
nodes:
  web: {count: 2, services: [web, websocket]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the nodes when none of them runs `web`."""
    if not any("web" in node_type.services for node_type in case.environment.nodes):
        yield Finding(("nodes",), "no node type runs `web`", FIX, at_key=True)
