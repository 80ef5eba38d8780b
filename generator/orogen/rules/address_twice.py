"""Two nodes have the same address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.rules.case import Case


CODE = "ORO303"
SEVERITY = "error"
TITLE = "Address given twice"
WHY = "Two machines with one address take each other's connections."
FIX = "Give each node an address of its own."
BAD = ""
GOOD = ""


def check(case: Case) -> Iterator[Finding]:
    """Give each address that an earlier node type has."""
    owners: dict[IPv4Address, str] = {}
    for node_type in case.environment.nodes:
        for index, address in enumerate(node_type.addresses):
            owner = owners.setdefault(address, node_type.name)
            if owner != node_type.name:
                message = f"address {address} belongs to `nodes.{owner}` already"
                yield Finding(("nodes", node_type.name, "addresses", index), message, FIX)
