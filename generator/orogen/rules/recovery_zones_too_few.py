"""The recovery region has fewer zones than the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO713"
SEVERITY = "error"
TITLE = "Too few recovery zones"
WHY = "Each recovery zone stands in for one zone of the environment; without it that zone's nodes have no place."
FIX = "Give as many recovery zones as `location.zones` has."
BAD = """\
location:
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
disaster_recovery:
  zones: [europe-west4-a, europe-west4-b]
"""
GOOD = """\
location:
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
disaster_recovery:
  zones: [europe-west4-a, europe-west4-b, europe-west4-c]
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the recovery zones when some zone has no counterpart among them."""
    environment = case.environment
    recovery, zones = environment.disaster_recovery, environment.location.zones
    if recovery and len(recovery.zones) < len(zones):
        message = f"{len(recovery.zones)} recovery zones cannot stand in for {len(zones)} zones"
        first = (("location", "zones"), "the zones to stand in for")
        yield Finding(("disaster_recovery", "zones"), message, FIX, related=(first,))
