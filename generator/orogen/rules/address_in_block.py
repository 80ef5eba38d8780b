"""A node has by hand the address that another type's next node will get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.placement import address_of, room
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.rules.case import Case
    from orogen.spec.environment import Environment, NodeType

CODE = "ORO318"
SEVERITY = "warning"
TITLE = "Address that another type grows into"
WHY = "Addresses of types that name none follow from the types' names: the day such a type grows, the two collide."
FIX = "Choose an address outside the blocks of the other types, or give those types `addresses` too."
BAD = """\
nodes:
  web: {count: 2, addresses: [10.20.1.2, 10.20.200.3]}
"""
GOOD = """\
nodes:
  web: {count: 2, addresses: [10.20.200.2, 10.20.200.3]}
"""

# The schema's limit of `count`.
MOST_NODES = 99


def check(case: Case) -> Iterator[Finding]:
    """Give each address of a type's own that is the next one of another type. One that is in use already is ORO311."""
    environment = case.environment
    kept = {address: (node_type.name, ordinal) for node_type, ordinal, address in _next(environment)}
    for node_type in environment.nodes:
        for index, address in enumerate(node_type.addresses):
            if address in kept:
                name, ordinal = kept[address]
                yield Finding(
                    ("nodes", node_type.name, "addresses", index),
                    f"{address} is the address that `{name}{ordinal}` would get",
                    FIX,
                    related=((("nodes", name, "count"), f"`{name}` grows from here"),),
                )


def _next(environment: Environment) -> Iterator[tuple[NodeType, int, IPv4Address]]:
    location = environment.location
    for node_type in environment.nodes:
        if not node_type.addresses and set(node_type.zones) <= set(location.zones):
            last = min(MOST_NODES, room(node_type, location.network))
            for ordinal in range(node_type.count + 1, last + 1):
                yield node_type, ordinal, address_of(node_type, ordinal, location)
