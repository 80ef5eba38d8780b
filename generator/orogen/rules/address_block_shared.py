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
        shared = next((address for address in mine if address in owners), None)
        # Two addresses that the spec gives itself are ORO303.
        if shared and not (owners[shared].addresses and node_type.addresses):
            yield _finding(owners[shared], node_type, shared)
        owners |= dict.fromkeys(mine, node_type)


def _finding(earlier: NodeType, later: NodeType, address: IPv4Address) -> Finding:
    """Point at the address where one of the two types names it, else at the later type."""
    named = next((node_type for node_type in (earlier, later) if node_type.addresses), None)
    if named:
        other = later if named is earlier else earlier
        path = ("nodes", named.name, "addresses", named.addresses.index(address))
        return Finding(path, f"{address} is an address that `{other.name}` gets", "Choose one that no type gets.")
    related = (("nodes", earlier.name), "these have the addresses")
    message = f"`{later.name}` would get addresses that belong to `{earlier.name}`"
    return Finding(("nodes", later.name), message, FIX, at_key=True, related=(related,))
