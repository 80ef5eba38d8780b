"""Nodes have addresses that belong to somebody on the Internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.addresses import is_private, networks
from orogen.rules.finding import Finding
from orogen.rules.network_not_usable import SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO316"
SEVERITY = "warning"
TITLE = "Network that is not private"
WHY = "Nodes take such addresses for their neighbours: the real ones, perhaps a relay or a mirror, are out of reach."
FIX = "Choose a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; accept this where the addresses are your own."
BAD = """\
location: {network: 52.20.0.0/16}
"""
GOOD = """\
location: {network: 10.20.0.0/16}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each of the two regions' networks that is not private. Ranges that nodes cannot have are ORO304."""
    for section, network in networks(case.environment).items():
        if not is_private(network) and not any(network.overlaps(special) for special in SET_ASIDE):
            message = f"{network} is not private: others on the Internet have its addresses"
            yield Finding((section, "network"), message, FIX)
