"""The list of networks that may reach the shop holds everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO805"
SEVERITY = "warning"
TITLE = "Limit that limits nobody"
WHY = "Who reads the list takes the shop for a closed one, and the other networks in it do nothing."
FIX = "Remove 0.0.0.0/0; an empty `access.allow` lets everybody in."
BAD = """\
access:
  allow: [198.51.100.0/24, 0.0.0.0/0]
"""
GOOD = """\
access:
  allow: [198.51.100.0/24]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the network of `allow` that is the whole Internet."""
    for index, network in enumerate(case.environment.access.allow):
        if network.prefixlen == 0:
            yield Finding(("access", "allow", index), f"{network} lets everybody reach the shop", FIX)
