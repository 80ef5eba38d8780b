"""SSH may come from a large part of the Internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.addresses import is_private
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO801"
SEVERITY = "warning"
TITLE = "SSH from everywhere"
WHY = (
    "Every node's firewall opens SSH to `access.vpn`. With the Internet in it, the next hole in sshd is open to "
    "everybody until the maintenance window closes it."
)
FIX = "Name the addresses that the VPN or the office sends from."
BAD = """\
access:
  vpn: [0.0.0.0/0]
"""
GOOD = """\
access:
  vpn: [198.51.100.0/28]
"""

# The largest network that one organization's people plausibly come from: 65,536 addresses.
WIDEST = 16


def check(case: Case) -> Iterator[Finding]:
    """Give each network of `vpn` that is wider and not private."""
    for index, network in enumerate(case.environment.access.vpn):
        if network.prefixlen < WIDEST and not is_private(network):
            who = f"{network.num_addresses:,} addresses" if network.prefixlen else "the whole Internet"
            yield Finding(("access", "vpn", index), f"{network} lets {who} reach SSH on every node", FIX)
