"""A public address is to be there in both regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO717"
SEVERITY = "warning"
TITLE = "Address of both regions"
WHY = (
    "Google and Oracle give a NAT gateway's address to one region: it is lost with it, and others let in one that "
    "nobody has."
)
FIX = "List the address that is reserved in the recovery region."
BAD = """\
disaster_recovery:
  addresses: {primary: [203.0.113.10], recovery: [203.0.113.10]}
"""
GOOD = """\
disaster_recovery:
  addresses: {primary: [203.0.113.10], recovery: [198.51.100.10]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each recovery address that is a primary one.

    Google's load balancer has one address in all regions, and a network of one's own may move to another place.
    """
    environment = case.environment
    recovery = environment.disaster_recovery
    if not recovery or environment.edge.kind == "gcp" or environment.location.provider == "static":
        return
    for index, address in enumerate(recovery.recovery_addresses):
        if address in recovery.primary_addresses:
            first = recovery.primary_addresses.index(address)
            yield Finding(
                ("disaster_recovery", "addresses", "recovery", index),
                f"{address} is an address of `{environment.location.region}`, which may be lost",
                FIX,
                related=((("disaster_recovery", "addresses", "primary", first), "the same address"),),
            )
