"""Two node types would get the same addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.placement import address_of, room
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.rules.case import Case
    from orogen.spec.environment import Environment, NodeType

CODE = "ORO311"
SEVERITY = "error"
TITLE = "Node types that share an address"
WHY = "A type's addresses follow from its name, so that adding a type moves no node; two names can lead to one block."
FIX = "Rename one of the types, use a larger network, or give the `addresses` of one."
BAD = ""
GOOD = ""


def check(case: Case) -> Iterator[Finding]:
    """Give each type of which a node would get an address that a node of an earlier type has."""
    environment = case.environment
    owners: dict[IPv4Address, NodeType] = {}
    for node_type in environment.nodes:
        mine = _addresses(environment, node_type)
        other = next((owners[address] for address in mine if address in owners), None)
        # Two addresses that the spec gives itself are ORO303.
        if other and not (other.addresses and node_type.addresses):
            message = f"`{node_type.name}` would get addresses that belong to `{other.name}`"
            yield Finding(("nodes", node_type.name), message, FIX, at_key=True)
        owners |= dict.fromkeys(mine, node_type)


def _addresses(environment: Environment, node_type: NodeType) -> list[IPv4Address]:
    if node_type.addresses or not set(node_type.zones) <= set(environment.location.zones):
        return list(node_type.addresses)
    last = min(node_type.count, room(node_type, environment.location.network))
    return [address_of(node_type, ordinal, environment.location) for ordinal in range(1, last + 1)]
