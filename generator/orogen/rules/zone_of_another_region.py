"""A zone belongs to another region than the one it is listed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.places import places, region_in
from orogen.spec.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO217"
SEVERITY = "error"
TITLE = "Zone of another region"
WHY = "Subnets and disks end at a region's border, and what is said about the loss of a region counts with `region`."
FIX = "Name zones of the region, or the region of the zones."
BAD = """\
location:
  region: europe-west1
  zones: [europe-west1-b, europe-west4-a, europe-west1-d]
"""
GOOD = """\
location:
  region: europe-west1
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the region where all zones are of another one, else each zone that is."""
    for place in places(case.environment):
        named = [region_in(place.provider, zone) for zone in place.zones]
        other = named[0]
        if other not in ("", place.region) and set(named) == {other}:
            yield Finding(
                (place.section, "region"),
                f"all zones are of `{other}`, and the region is `{place.region}`",
                f"Set `region: {other}`, or name zones of `{place.region}`.",
                related=(((place.section, "zones"), f"zones of `{other}`"),),
            )
            continue
        for index, region in enumerate(named):
            if region not in ("", place.region):
                yield Finding(
                    (place.section, "zones", index),
                    f"`{place.zones[index]}` is a zone of `{region}`, not of `{place.region}`",
                    f"Known: {listing(place.known.zones)}." if place.known else f"Name a zone of `{place.region}`.",
                    related=(((place.section, "region"), "the region"),),
                )
