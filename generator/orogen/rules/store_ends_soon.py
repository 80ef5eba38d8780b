"""What the release is pinned to gets no fixes in half a year from now, and the release lives on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.aging import aged_stores
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO514"
SEVERITY = "warning"
TITLE = "Store near its end"
WHY = (
    "A release is pinned to series of its stores, and some of them end years before it. No setting here can change "
    "that: it takes the next release, or somebody who goes on to sell fixes."
)
FIX = "Plan the upgrade to the next release, or fixes from the vendor; accept the warning with the date."
BAD = """\
# On 2027-03-01.
application: {release: "6.1"}
"""
GOOD = """\
# On 2027-03-01.
application: {release: "7.0"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the release whose stores end within half a year, all in one."""
    ending = [f"{store} on {end}" for store, end in aged_stores(case, "soon")]
    if ending:
        message = f"OroCommerce {case.environment.application.release} runs on what ends soon: {', '.join(ending)}"
        yield Finding(("application", "release"), message, FIX)
