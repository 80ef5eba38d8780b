"""A network is set aside for another use."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from orogen.rules.addresses import networks
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO304"
SEVERITY = "error"
TITLE = "Network that nodes cannot have"
WHY = "Addresses for loopback, link-local, multicast and reserved use are never routed between machines."
FIX = "Choose a private network: one in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
BAD = """\
location: {network: 169.254.0.0/16}
"""
GOOD = """\
location: {network: 10.20.0.0/16}
"""

# RFC 6890, the IPv4 special-purpose address registry.
SET_ASIDE = {
    IPv4Network("0.0.0.0/8"): "this host",
    IPv4Network("127.0.0.0/8"): "loopback",
    IPv4Network("169.254.0.0/16"): "link-local use",
    IPv4Network("224.0.0.0/4"): "multicast",
    IPv4Network("240.0.0.0/4"): "reserved use",
}


def check(case: Case) -> Iterator[Finding]:
    """Give each of the two regions' networks that overlaps a range set aside."""
    for section, network in networks(case.environment).items():
        for special, use in SET_ASIDE.items():
            if network.overlaps(special):
                yield Finding((section, "network"), f"{network} overlaps {special}, set aside for {use}", FIX)
