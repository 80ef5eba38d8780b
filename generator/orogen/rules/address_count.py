"""A node type has not as many addresses as nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO301"
SEVERITY = "error"
TITLE = "Addresses do not match the count"
WHY = "A node type that names addresses names one for each node; none of them is computed."
FIX = "Give as many addresses as `count` says, or none."
BAD = """\
nodes:
  cache: {count: 3, addresses: [10.20.200.11, 10.20.200.12]}
"""
GOOD = """\
nodes:
  cache: {count: 3, addresses: [10.20.200.11, 10.20.200.12, 10.20.200.13]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each node type with addresses whose number is not its count."""
    for node_type in case.environment.nodes:
        given = len(node_type.addresses)
        if given not in (0, node_type.count):
            yield Finding(
                ("nodes", node_type.name, "addresses"),
                f"`nodes.{node_type.name}` counts {node_type.count} nodes, and its `addresses` {given}",
                FIX,
            )
