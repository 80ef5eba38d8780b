"""A node taken out of service and brought back: leaders hand over first, then each service's own commands run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from orogen_control import drained, hold, maintenance, units
from orogen_control.commands import CommandError, Say, perform
from orogen_control.handover import give_way
from orogen_control.probes import probe
from orogen_control.record import Record, read, remove, write

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings

REASON = "drain"
# A member that was away for long fetches what it missed; one that takes longer is looked at by a person.
PATIENCE_SECONDS = 300
LOOK_EVERY_SECONDS = 1


def drain(settings: Settings, request: dict[str, str], say: Say) -> dict[str, Any]:
    """Drain the node; drained already, see that it is whole. Raises CommandError."""
    record = drained.record_of(settings)
    if record is None:
        record = {**request, "services": [service.name for service in _drainable(settings) if _ran(settings, service)]}
        write(drained.path_of(settings), record)
    hold.hold(settings, REASON, f"drained since {record['since']} by {record['who']}: {record['comment']}")
    # What stands on stores goes before them.
    for service in reversed([settings.services[name] for name in record["services"]]):
        if units.active(service.units) or not service.units:
            say(f"draining {service.name}")
            give_way(settings, service, say)
            for line in service.drain:
                perform(line, say)
    return state(settings)


def undrain(settings: Settings, say: Say) -> dict[str, Any]:
    """Bring the node back: what ran before runs again and is well, or waits for the end of maintenance.

    Raises CommandError.
    """
    record = drained.record_of(settings) or {"services": []}
    in_maintenance = read(maintenance.path_of(settings)) is not None
    back = []
    for service in [settings.services[name] for name in record["services"]]:
        if in_maintenance and service.stopped_in_maintenance:
            say(f"{service.name} waits for the end of maintenance")
            maintenance.remember(settings, service.stopped_in_maintenance)
            continue
        say(f"bringing {service.name} back")
        for line in service.undrain:
            perform(line, say)
        back.append(service)
    hold.release(settings, REASON)
    remove(drained.path_of(settings))
    _await_members(settings, back)
    return state(settings)


def state(settings: Settings) -> dict[str, Any]:
    """Say whether the node is drained, since when and why."""
    record = drained.record_of(settings)
    return {"drained": record is not None, "record": record}


def _await_members(settings: Settings, services: list[Service]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    for service in services:
        while service.probe and (lacking := _lacking(settings, service)):
            if time.monotonic() > until:
                raise CommandError(f"{service.name} runs, but is not well after {PATIENCE_SECONDS} s: {lacking}")
            time.sleep(LOOK_EVERY_SECONDS)


def _lacking(settings: Settings, service: Service) -> str:
    """Give what keeps the member of a service from being well; nothing if it is."""
    try:
        return "; ".join(found["note"] or "not healthy" for found in probe(settings, service) if not found["healthy"])
    except CommandError as error:
        return error.said or str(error)


def _drainable(settings: Settings) -> list[Service]:
    return [service for service in settings.services.values() if service.drain]


def _ran(settings: Settings, service: Service) -> bool:
    """Say whether a service ran, or would run if there were no maintenance."""
    waiting: Record = read(maintenance.path_of(settings)) or {"units": []}
    return bool(units.active(service.units) or {*waiting["units"]} & {*service.units}) or not service.units
