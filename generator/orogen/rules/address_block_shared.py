"""Two node types would get the same addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.addresses import addresses_of
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.rules.case import Case
    from orogen.spec.environment import NodeType

CODE = "ORO311"
SEVERITY = "error"
TITLE = "Node types that share an address"
WHY = "A type's addresses follow from its name, so that adding a type moves no node; two names can lead to one block."
FIX = "Rename one of the types, use a larger network, or give the `addresses` of one."
BAD = """\
nodes:
  api: {count: 2, services: [web]}
  shop: {count: 2, services: [web]}
"""
GOOD = """\
nodes:
  api: {count: 2, services: [web]}
  front: {count: 2, services: [web]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type of which a node would get an address that a node of an earlier type has."""
    environment = case.environment
    owners: dict[IPv4Address, NodeType] = {}
    for node_type in environment.nodes:
        mine = addresses_of(environment, node_type)
        other = next((owners[address] for address in mine if address in owners), None)
        # Two addresses that the spec gives itself are ORO303.
        if other and not (other.addresses and node_type.addresses):
            message = f"`{node_type.name}` would get addresses that belong to `{other.name}`"
            related = (("nodes", other.name), "these have the addresses")
            yield Finding(("nodes", node_type.name), message, FIX, at_key=True, related=(related,))
        owners |= dict.fromkeys(mine, node_type)
