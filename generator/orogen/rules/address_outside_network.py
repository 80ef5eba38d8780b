"""A node's address is not one that a node in the network can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO302"
SEVERITY = "error"
TITLE = "Address outside the network"
WHY = "Firewalls and access lists name `location.network`: a node outside it is shut out of its own environment."
FIX = "Use an address inside `location.network`, neither its first nor its last."
BAD = """\
location: {network: 10.20.0.0/16}
nodes:
  mail: {count: 2, addresses: [10.20.200.11, 10.21.200.12]}
"""
GOOD = """\
location: {network: 10.20.0.0/16}
nodes:
  mail: {count: 2, addresses: [10.20.200.11, 10.20.200.12]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each address outside the network, and the network's own and its broadcast address."""
    environment = case.environment
    network = environment.location.network
    unusable = (network.network_address, network.broadcast_address)
    for node_type in environment.nodes:
        for index, address in enumerate(node_type.addresses):
            if address not in network or address in unusable:
                message = f"no node in {network} can have the address {address}"
                yield Finding(("nodes", node_type.name, "addresses", index), message, FIX)
