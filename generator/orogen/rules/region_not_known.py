"""A region's name is nearly that of a known one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.places import places, region_in
from orogen.spec.regions import REGIONS
from orogen.spec.wording import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO220"
SEVERITY = "warning"
TITLE = "Region that is not known"
WHY = "A misspelt region is found when the first machine is made; until then nothing about the region is checked."
FIX = "Write the region as the provider's console does; accept this where the provider has opened a new one."
BAD = """\
disaster_recovery:
  region: europe-wst4
  zones: [europe-wst4-a, europe-wst4-b, europe-wst4-c]
"""
GOOD = """\
disaster_recovery:
  region: europe-west4
  zones: [europe-west4-a, europe-west4-b, europe-west4-c]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each region that is not in the table but looks like one that is. Zones that say otherwise are ORO217."""
    for place in places(case.environment):
        zones_agree = all(region_in(place.provider, zone) in ("", place.region) for zone in place.zones)
        meant = None if place.known else suggestion(place.region, REGIONS[place.provider])
        if meant and zones_agree:
            message = f"`{place.region}` is no known region of `{place.provider}`"
            yield Finding((place.section, "region"), message, f"Did you mean `{meant}`?")
