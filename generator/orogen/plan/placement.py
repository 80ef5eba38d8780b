"""Where nodes stand: their names, zones and addresses, each a function of the spec alone.

Adding a node or a node type moves no other: a node's zone follows from its ordinal, and its address from its zone's
place in the list, its type's name and its ordinal.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Network

    from orogen.spec.environment import Location, NodeType

# The network is cut into as many equal ranges as a region may have zones, so that a zone added later moves none.
ZONE_RANGES = 8

# Blocks of a zone's range, by type name. Block 0 stays free: providers take a subnet's first addresses for themselves.
STANDARD_BLOCKS = {
    "web": 1,
    "job": 2,
    "database": 3,
    "witness": 4,
    "search": 5,
    "queue": 6,
    "cache": 7,
    "files": 8,
    "mail": 9,
    "maintenance": 10,
    "monitoring": 11,
    "app": 12,
    "data": 13,
    "store": 14,
    "stores": 15,
}
_FIRST_OTHER_BLOCK = 16
_MOST_BLOCKS = 256


def zone_of(node_type: NodeType, ordinal: int) -> str:
    """Give the zone of a type's nth node: round the type's zones, so that neighbours in number never share one."""
    return node_type.zones[(ordinal - 1) % len(node_type.zones)]


def blocks(network: IPv4Network) -> int:
    """Give the number of address blocks in each zone's range; a type has one block in each zone."""
    return min(_MOST_BLOCKS, network.num_addresses // ZONE_RANGES)


def block_of(type_name: str, network: IPv4Network) -> int:
    """Give the block of a type: fixed for the standard names, by the name's digest for all others."""
    if type_name in STANDARD_BLOCKS:
        return STANDARD_BLOCKS[type_name]
    import hashlib  # 3 ms, for OpenSSL, that standard names do not need

    others = blocks(network) - _FIRST_OTHER_BLOCK
    return _FIRST_OTHER_BLOCK + int.from_bytes(hashlib.sha256(type_name.encode()).digest()[:8]) % others


def room(node_type: NodeType, network: IPv4Network) -> int:
    """Give the number of nodes that the type's block holds over all its zones."""
    return (_block_size(network) - _unused(network)) * len(node_type.zones)


@lru_cache
def _block_size(network: IPv4Network) -> int:
    return network.num_addresses // ZONE_RANGES // blocks(network)


def _unused(network: IPv4Network) -> int:
    """Give how many addresses a block leaves out at its start: one, so that no node's address ends with 0."""
    return 1 if _block_size(network) > 1 else 0


def address_of(node_type: NodeType, ordinal: int, location: Location) -> IPv4Address:
    """Give the address of a type's nth node: the spec's own where it names them, else one from the type's block."""
    if node_type.addresses:
        return node_type.addresses[ordinal - 1]
    network = location.network
    zone_start = location.zones.index(zone_of(node_type, ordinal)) * (network.num_addresses // ZONE_RANGES)
    block_start = block_of(node_type.name, network) * _block_size(network) + _unused(network)
    index = (ordinal - 1) // len(node_type.zones)
    return IPv4Address(int(network.network_address) + zone_start + block_start + index)
