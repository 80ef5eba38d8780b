"""The recovery region's network has no room for the environment's nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orogen.plan.placement import room
from orogen.rules.addresses import addresses_of
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.rules.case import Case
    from orogen.spec.environment import DisasterRecovery, Environment

CODE = "ORO718"
SEVERITY = "error"
TITLE = "Recovery network without room for the nodes"
WHY = "The same nodes are laid out there on the day of the disaster, and a smaller network has smaller blocks for them."
FIX = "Use a network of the size of `location.network`."
BAD = """\
nodes:
  web: {count: 4}
disaster_recovery: {network: 10.120.0.0/24}
"""
GOOD = """\
nodes:
  web: {count: 4}
disaster_recovery: {network: 10.120.0.0/16}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the network when a type does not fit into it, or two types meet at one address."""
    environment, recovery = case.environment, case.environment.disaster_recovery
    wrong = _wrong(environment, recovery) if recovery else ""
    if wrong:
        length = environment.location.network.prefixlen
        yield Finding(
            ("disaster_recovery", "network"),
            wrong,
            f"Use a /{length}, as `location.network` is.",
            related=((("location", "network"), "the network that has room for them"),),
        )


def _wrong(environment: Environment, recovery: DisasterRecovery) -> str:
    network = recovery.network
    location = replace(environment.location, network=network)
    there = replace(environment, location=location)
    owners: dict[IPv4Address, str] = {}
    for node_type in environment.nodes:
        if node_type.addresses:
            continue
        if node_type.count > (held := room(node_type, network)):
            return f"{network} has {held} addresses for `{node_type.name}`, not {node_type.count}"
        for address in addresses_of(there, node_type):
            if owners.setdefault(address, node_type.name) != node_type.name:
                return f"`{owners[address]}` and `{node_type.name}` would share {address} in {network}"
    return ""
