"""A region is not known to have a zone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.places import places, region_in
from orogen.spec.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.rules.places import Place
    from orogen.spec.regions import Region

CODE = "ORO219"
SEVERITY = "warning"
TITLE = "Zone that the region is not known to have"
WHY = "Zones have gaps, as europe-west1 has no zone a: a machine for a zone that is not there cannot be made."
FIX = "Name a zone that the provider's console lists for the region."
BAD = """\
location:
  region: europe-west1
  zones: [europe-west1-a, europe-west1-c, europe-west1-d]
"""
GOOD = """\
location:
  region: europe-west1
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
"""

_NUMBER = re.compile(r"-AD-([0-9]+)$", re.IGNORECASE)


def check(case: Case) -> Iterator[Finding]:
    """Give each zone that a region of the table does not have. Of other regions nothing is known."""
    for place in places(case.environment):
        for index, zone in enumerate(place.zones):
            if place.known and not _may_be(zone, place.known, place):
                message = f"`{place.region}` is not known to have a zone `{zone}`"
                yield Finding((place.section, "zones", index), message, f"Known: {listing(place.known.zones)}.")


def _may_be(zone: str, known: Region, place: Place) -> bool:
    """Say whether a zone is known. One of another region is ORO217, and a tenancy writes its domains in its own way."""
    if place.provider == "gcp":
        return zone in known.zones or region_in("gcp", zone) != place.region
    numbers = {number[1] for name in known.zones if (number := _NUMBER.search(name))} or {"1"}
    number = _NUMBER.search(zone)
    return number is None or number[1] in numbers
