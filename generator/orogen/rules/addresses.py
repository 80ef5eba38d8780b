"""The networks of an environment's regions, and the addresses that its nodes have."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from orogen.plan.placement import address_of, room

if TYPE_CHECKING:
    from ipaddress import IPv4Address

    from orogen.spec.environment import Environment, NodeType

# RFC 1918, and RFC 6598 for addresses that a carrier shares among its customers.
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))


def is_private(network: IPv4Network) -> bool:
    """Say whether nobody on the Internet has an address of a network."""
    return any(network.network_address in private and network.prefixlen >= private.prefixlen for private in PRIVATE)


def networks(environment: Environment) -> dict[str, IPv4Network]:
    """Give the networks that nodes stand in, by the section of the spec that names them."""
    found = {"location": environment.location.network}
    if environment.disaster_recovery:
        found["disaster_recovery"] = environment.disaster_recovery.network
    return found


def addresses_of(environment: Environment, node_type: NodeType) -> list[IPv4Address]:
    """Give the addresses of a type's nodes: its own, or those that its block holds. Unknown zones lead to none."""
    if node_type.addresses or not set(node_type.zones) <= set(environment.location.zones):
        return list(node_type.addresses)
    last = min(node_type.count, room(node_type, environment.location.network))
    return [address_of(node_type, ordinal, environment.location) for ordinal in range(1, last + 1)]
