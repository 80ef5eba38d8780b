"""Where a spec says that machines stand: the environment's region and the one that recovers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.spec.regions import REGIONS

if TYPE_CHECKING:
    from orogen.spec.environment import Environment
    from orogen.spec.regions import Region

# Zones that begin with their region's name. Oracle's older ones have letters of their own: PHX-AD-1.
_NAMED_AFTER_REGION = {
    "gcp": re.compile(r"([a-z]+-[a-z]+[0-9]+)-[a-z0-9]+"),
    "oci": re.compile(r"(?:[a-z0-9]+:)?([a-z]+-[a-z]+-[0-9]+)-ad-[0-9]+"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A region with its zones, and the section of the spec that names them."""

    section: str
    provider: str
    region: str
    zones: tuple[str, ...]

    @property
    def known(self) -> Region | None:
        """What is known of the region."""
        return REGIONS[self.provider].get(self.region)


def places(environment: Environment) -> tuple[Place, ...]:
    """Give the environment's place, and that of its recovery unless it names the same region, which is ORO712."""
    location, recovery = environment.location, environment.disaster_recovery
    own = Place("location", location.provider, location.region, location.zones)
    if recovery is None or recovery.region == location.region:
        return (own,)
    return (own, Place("disaster_recovery", location.provider, recovery.region, recovery.zones))


def region_in(provider: str, zone: str) -> str:
    """Give the region that a zone's name begins with, empty where it does not say."""
    form = _NAMED_AFTER_REGION.get(provider)
    found = form.fullmatch(zone.lower()) if form else None
    return found[1] if found else ""
