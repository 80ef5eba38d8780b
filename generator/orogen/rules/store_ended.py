"""What the release is pinned to gets no fixes any more, and the release lives on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.aging import aged_stores
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO515"
SEVERITY = "warning"
TITLE = "Store past its end"
WHY = (
    "What is found in the store from now on stays open. It is behind a firewall and a login here, which is a second "
    "line and not a repair."
)
FIX = "Upgrade to a release with a newer series of it, or have the vendor sell you fixes."
BAD = """\
# On 2027-07-16.
application: {release: "6.1"}
"""
GOOD = """\
# On 2027-07-16.
application: {release: "7.0"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the release whose stores have ended, all in one."""
    ended = [f"{store} since {end}" for store, end in aged_stores(case, "over")]
    if ended:
        message = f"OroCommerce {case.environment.application.release} runs on what gets no fixes: {', '.join(ended)}"
        yield Finding(("application", "release"), message, FIX)
