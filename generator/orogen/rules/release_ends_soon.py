"""The release gets no fixes in half a year from now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.aging import later, release_phase, until
from orogen.rules.finding import Finding
from orogen.spec.lifetimes import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO510"
SEVERITY = "warning"
TITLE = "Release near its end"
WHY = (
    "An upgrade between two LTS releases is a project: customisations, tests, a reindexed search. Half a year before "
    "the last fix is the time to begin."
)
FIX = "Plan the upgrade; accept the warning with its date."
BAD = """\
application: {release: "5.1"}
location: {os: debian-12}
"""
GOOD = """\
application: {release: "6.1"}
location: {os: debian-12}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the release in the last half year before its end."""
    release = case.environment.application.release
    if release_phase(case) == "soon":
        end = ENDS["orocommerce"][release]
        message = f"OroCommerce {release} gets its last fixes on {end}, {until(end, case.today)}"
        others = later("orocommerce", case.today)
        yield Finding(("application", "release"), message, f"Plan the upgrade to {others}." if others else FIX)
