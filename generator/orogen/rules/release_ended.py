"""The release gets no fixes any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.aging import later, release_phase
from orogen.rules.finding import Finding
from orogen.spec.lifetimes import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO511"
SEVERITY = "warning"
TITLE = "Release past its end"
WHY = (
    "Security fixes are published for newer releases, and tell everybody what is open in this one. The PHP that it is "
    "pinned to has ended by then as well."
)
FIX = "Upgrade to a release that is supported."
BAD = """\
# On 2027-04-01.
application: {release: "5.1"}
"""
GOOD = """\
# On 2027-04-01.
application: {release: "7.0"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the release from the day after its end on."""
    release = case.environment.application.release
    if release_phase(case) == "over":
        message = f"OroCommerce {release} has had no fixes since {ENDS['orocommerce'][release]}"
        others = later("orocommerce", case.today)
        yield Finding(("application", "release"), message, f"Upgrade to {others}." if others else FIX)
