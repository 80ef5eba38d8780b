"""The recovery region's network overlaps the environment's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO711"
SEVERITY = "error"
TITLE = "Recovery network overlaps"
WHY = "During a recovery both regions may be reached over the same VPN: one address would stand for two machines."
FIX = "Choose a recovery network with no address of `location.network`."
BAD = """\
location: {network: 10.20.0.0/16}
disaster_recovery: {network: 10.20.128.0/17}
"""
GOOD = """\
location: {network: 10.20.0.0/16}
disaster_recovery: {network: 10.120.0.0/16}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the recovery network when it shares an address with the environment's."""
    environment = case.environment
    recovery, network = environment.disaster_recovery, environment.location.network
    if recovery and recovery.network.overlaps(network):
        message, first = f"{recovery.network} overlaps {network}", (("location", "network"), "the environment's own")
        yield Finding(("disaster_recovery", "network"), message, FIX, related=(first,))
