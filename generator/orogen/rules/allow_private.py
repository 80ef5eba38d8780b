"""Visitors are let in from a network that no visitor comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.addresses import is_private
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO314"
SEVERITY = "warning"
TITLE = "Private network of visitors"
WHY = "Cloudflare and Google see the public address that a visitor's network sends from: a private one never matches."
FIX = "Name the public addresses that the visitors' offices or VPN send from."
BAD = """\
access:
  allow: [10.8.0.0/16]
"""
GOOD = """\
access:
  allow: [198.51.100.0/24]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each private network of `allow`."""
    for index, network in enumerate(case.environment.access.allow):
        if is_private(network):
            message = f"no visitor comes from {network}: the edge sees public addresses"
            yield Finding(("access", "allow", index), message, FIX)
