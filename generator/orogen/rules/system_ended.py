"""The operating system gets no fixes any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.aging import later
from orogen.rules.finding import Finding
from orogen.spec.lifetimes import ENDS, phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO513"
SEVERITY = "warning"
TITLE = "Operating system past its end"
WHY = (
    "Kernel, OpenSSL and OpenSSH are not repaired any more, and vendors stop building for the system: one day a new "
    "node cannot be installed at all."
)
FIX = "Make the nodes anew with a system that is supported."
BAD = """\
# On 2028-07-01.
application: {release: "7.0"}
location: {os: debian-12}
"""
GOOD = """\
# On 2028-07-01.
application: {release: "7.0"}
location: {os: debian-13}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the system from the day after its long-term support has ended on."""
    os = case.environment.location.os
    if phase("debian", os, case.today) == "over":
        message = f"{os} has had no security updates since {ENDS['debian'][os]}"
        others = later("debian", case.today)
        yield Finding(("location", "os"), message, f"Make the nodes anew with {others}." if others else FIX)
