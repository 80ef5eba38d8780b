"""Services of which one node has the active one: their keeper tells systemd whether it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen_control.probes import Part, member
from orogen_control.units import states

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings


def look(_settings: Settings, service: Service) -> list[Part]:
    """Read the keeper's own word."""
    (unit,) = states(service.units)
    leads = unit["note"] == "leading"
    healthy = unit["state"] == "active"
    note = unit["note"] if healthy else unit["state"]
    return [member("", "leader" if leads else "follower", healthy=healthy, others=len(service.members) - 1, note=note)]
