"""Administrators have no way in, or a way in has nobody to take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO226"
SEVERITY = "warning"
TITLE = "Access of which half is missing"
WHY = "SSH takes the administrators' keys from the networks of `vpn` alone: with one of the two, nobody comes in."
FIX = "Give both `access.administrators` and `access.vpn`, or neither."
BAD = """\
access:
  vpn: []
"""
GOOD = """\
access:
  vpn: [10.20.255.0/28]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the half that is there."""
    access = case.environment.access
    if access.administrators and not access.vpn:
        message = "no network lets these administrators in: `access.vpn` is empty"
        yield Finding(("access", "administrators"), message, "Add the network that they come from to `access.vpn`.")
    elif access.vpn and not access.administrators:
        message = "nobody has a key to come in with: `access.administrators` is empty"
        yield Finding(("access", "vpn"), message, "Add the people who look after the nodes to `access.administrators`.")
