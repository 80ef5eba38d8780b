"""The operating system gets no fixes in half a year from now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.aging import later, until
from orogen.rules.finding import Finding
from orogen.spec.lifetimes import ENDS, phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO512"
SEVERITY = "warning"
TITLE = "Operating system near its end"
WHY = (
    "Every node is made anew on the next system, one after the other, each cluster staying up meanwhile. With half a "
    "year that is a matter of maintenance windows; without, of a weekend."
)
FIX = "Plan new nodes with the next system; accept the warning with the date."
BAD = """\
# On 2028-01-02.
application: {release: "7.0"}
location: {os: debian-12}
"""
GOOD = """\
# On 2028-01-02.
application: {release: "7.0"}
location: {os: debian-13}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the system in the last half year before its long-term support ends."""
    os = case.environment.location.os
    if phase("debian", os, case.today) == "soon":
        end = ENDS["debian"][os]
        message = f"{os} gets its last security updates on {end}, {until(end, case.today)}"
        others = later("debian", case.today)
        yield Finding(("location", "os"), message, f"Plan new nodes with {others}." if others else FIX)
