"""Most voters of a service stand in one zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT, decisive_zone, misplaced_witnesses, voting, what_to_spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO403"
SEVERITY = "error"
TITLE = "Majority of voters in one zone"
WHY = "When that zone is lost the others have no majority: the service stops although most of the environment is alive."
FIX = "Spread the voters over three zones; a small third node that only votes is enough."
BAD = """\
nodes:
  files: {zones: [europe-west1-b, europe-west1-c]}
"""
GOOD = """\
nodes:
  files: {zones: [europe-west1-b, europe-west1-c, europe-west1-d]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each voting service that the loss of one zone stops, where the type promises to survive that."""
    if case.environment.type not in REDUNDANT or len(case.environment.location.zones) < 3:
        return
    for service in voting():
        voters = case.plan.cluster(service)
        found = decisive_zone(voters)
        # An even number and a single voter are mistakes of their own, and so is a witness in the wrong zone.
        if not found or len(voters) % 2 == 0 or len(voters) == 1 or misplaced_witnesses(case.plan, service):
            continue
        zone, there = found
        yield Finding(
            what_to_spread(case.plan, voters, zone),
            f"{there} of {len(voters)} voters of `{service}` stand in zone `{zone}`",
            f"Spread `{service}` over three zones: the loss of `{zone}` would stop it.",
        )
