"""Two nodes have the same address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.rules.case import Case
    from orogen.rules.finding import Path


CODE = "ORO303"
SEVERITY = "error"
TITLE = "Address given twice"
WHY = "Two machines with one address take each other's connections."
FIX = "Give each node an address of its own."
BAD = """\
nodes:
  web: {count: 2, addresses: [10.20.200.11, 10.20.200.12]}
  mail: {count: 2, addresses: [10.20.200.12, 10.20.200.13]}
"""
GOOD = """\
nodes:
  web: {count: 2, addresses: [10.20.200.11, 10.20.200.12]}
  mail: {count: 2, addresses: [10.20.200.13, 10.20.200.14]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each address that an earlier node type has."""
    owners: dict[IPv4Address, Path] = {}
    for node_type in case.environment.nodes:
        for index, address in enumerate(node_type.addresses):
            path = ("nodes", node_type.name, "addresses", index)
            first = owners.setdefault(address, path)
            if first != path:
                message = f"address {address} belongs to `nodes.{first[1]}` already"
                yield Finding(path, message, FIX, related=((first, "given here"),))
