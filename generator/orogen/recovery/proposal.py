"""What a spec without a recovery region may add."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from orogen.spec.regions import REGIONS

if TYPE_CHECKING:
    from orogen.spec.environment import Environment, Location

# One of these overlaps no network that a spec can have.
_STARTS = ("10.120.0.0", "172.24.0.0")


def proposal(environment: Environment) -> str:
    """Give the section as YAML: with the region's stand-in where that is known, else with names to replace."""
    location, backups = environment.location, environment.backups
    region, zones = _stand_in(location)
    lines = [
        "disaster_recovery:",
        f"  region: {region}",
        f"  zones: [{', '.join(zones)}]  # each stands in for the zone at the same place in location.zones",
        f"  network: {_network(location.network)}",
        "  addresses: {primary: [203.0.113.10], recovery: [198.51.100.10]}  # the public ones, for white lists",
    ]
    if not backups or backups.repository.startswith("/"):
        lines += ["backups:  # and `backup` among the services of a node type"]
        lines += [f"  repository: gs://{environment.name}-backups  # outside {location.region}"]
    return "\n".join(lines)


def _stand_in(location: Location) -> tuple[str, tuple[str, ...]]:
    known = REGIONS[location.provider]
    here = known.get(location.region)
    there = known.get(here.recovery) if here else None
    wanted = len(location.zones)
    if here and there and len(there.zones) >= wanted:
        return here.recovery, there.zones[:wanted]
    return "second-region", tuple(f"second-{zone}" for zone in location.zones)


def _network(own: IPv4Network) -> IPv4Network:
    networks = (IPv4Network((start, own.prefixlen), strict=False) for start in _STARTS)
    return next((network for network in networks if not network.overlaps(own)), IPv4Network("172.24.0.0/16"))
