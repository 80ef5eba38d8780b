"""Most voters of a service stand in one zone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import voters_of, voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.rules.finding import Path
    from orogen.rules.voters import Voter
    from orogen.spec.environment import Environment

CODE = "ORO403"
SEVERITY = "error"
TITLE = "Majority of voters in one zone"
WHY = "When that zone is lost the others have no majority: the service stops although most of the environment is alive."
FIX = "Spread the voters over three zones; a small third node that only votes is enough."
BAD = ""
GOOD = ""

REDUNDANT = ("production", "staging")


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service that the loss of one zone stops, where the type promises to survive that."""
    environment = case.environment
    if environment.type not in REDUNDANT:
        return
    for service in voting():
        voters = voters_of(environment, service)
        if not voters:
            continue
        zone, there = Counter(voter.zone for voter in voters).most_common(1)[0]
        if there * 2 > len(voters):
            yield Finding(
                _path(environment, voters, zone),
                f"{there} of {len(voters)} voters of `{service}` {'stand' if there > 1 else 'stands'} in zone `{zone}`",
                f"Spread `{service}` over three zones: the loss of `{zone}` would stop it.",
            )


def _path(environment: Environment, voters: list[Voter], zone: str) -> Path:
    """Give what to change: the location where it has too few zones, else a type that votes there.

    One with zones of its own comes before one that takes all of them, and one with more voters before one with fewer.
    """
    zones = environment.location.zones
    if len(zones) < 3:
        return ("location", "zones")
    there = Counter((voter.node_type.zones != zones, voter.node_type.name) for voter in voters if voter.zone == zone)
    own_zones, name = max(there, key=lambda found: (found[0], there[found]))
    return ("nodes", name, "zones" if own_zones else "count")
