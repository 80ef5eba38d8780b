"""SSH may come from networks in which nodes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.addresses import addresses_of
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO312"
SEVERITY = "warning"
TITLE = "Nodes inside the VPN's network"
WHY = "A node in such a network may knock at the SSH port of all others: who takes one stands before all of them."
FIX = "Name only the network that administrators come from."
BAD = """\
location: {network: 10.20.0.0/16}
access:
  vpn: [10.20.0.0/16]
"""
GOOD = """\
location: {network: 10.20.0.0/16}
access:
  vpn: [10.20.255.0/28]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each network of `vpn` that holds addresses of nodes. The whole Internet is ORO801."""
    environment = case.environment
    addresses = [address for node_type in environment.nodes for address in addresses_of(environment, node_type)]
    for index, network in enumerate(environment.access.vpn):
        inside = sum(address in network for address in addresses)
        if inside and network.prefixlen:
            nodes = "1 node stands" if inside == 1 else f"{inside} nodes stand"
            message = f"{nodes} in {network}, where SSH may come from"
            yield Finding(("access", "vpn", index), message, FIX)
