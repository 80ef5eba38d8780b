"""A public address for customers' white lists is not public."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from orogen.rules.addresses import is_private
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO317"
SEVERITY = "warning"
TITLE = "Private address for white lists"
WHY = "Customers let in what they see: after the switch to the recovery region their systems shut the shop out."
FIX = "Give the addresses that the load balancer or the NAT gateway has on the Internet."
BAD = """\
disaster_recovery:
  addresses: {primary: [203.0.113.10], recovery: [10.120.0.10]}
"""
GOOD = """\
disaster_recovery:
  addresses: {primary: [203.0.113.10], recovery: [198.51.100.10]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each private address of the two lists."""
    recovery = case.environment.disaster_recovery
    if recovery is None:
        return
    lists = {"primary": recovery.primary_addresses, "recovery": recovery.recovery_addresses}
    for name, addresses in lists.items():
        for index, address in enumerate(addresses):
            if is_private(IPv4Network(address)):
                path = ("disaster_recovery", "addresses", name, index)
                yield Finding(path, f"{address} is private: no customer ever sees it", FIX)
