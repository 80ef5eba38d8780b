"""Maintenance on this node: the shop's lock, the units that stand still, Puppet held back.

What ran before is written down before anything stops, so that `off` starts that and nothing else, however often and at
whatever moment `on` was broken off.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from orogen_control import drained, hold, units
from orogen_control.commands import CommandError, Say
from orogen_control.record import Record, read, remove, write

if TYPE_CHECKING:
    from orogen_control.settings import Settings

REASON = "maintenance"


def path_of(settings: Settings) -> Path:
    """Give the file that says what ran before."""
    return settings.state / "maintenance.json"


def on(settings: Settings, request: dict[str, str], say: Say) -> Record:
    """Begin maintenance; begun already, see that it is whole. `request` says who, since when and why."""
    record = read(path_of(settings))
    if record is None:
        record = {**request, "units": units.active(settings.stopped_in_maintenance)}
        write(path_of(settings), record)
    hold.hold(settings, REASON, f"maintenance since {record['since']} by {record['who']}: {record['comment']}")
    for lock in settings.maintenance_locks:
        Path(lock).touch()
    running = units.active(settings.stopped_in_maintenance)
    for unit in running:
        say(f"stopping {unit}")
    units.control("stop", running)
    return state(settings)


def off(settings: Settings, say: Say) -> Record:
    """End maintenance: the shop is open first, then what ran before is started.

    A unit that does not start is a fault, but keeps neither the shop closed nor Puppet away. Raises CommandError.
    """
    record = read(path_of(settings)) or {"units": []}
    for lock in settings.maintenance_locks:
        Path(lock).unlink(missing_ok=True)
    faults = [fault for unit in record["units"] if (fault := _start(settings, unit, say))]
    hold.release(settings, REASON)
    remove(path_of(settings))
    if faults:
        raise CommandError("; ".join(faults))
    return state(settings)


def state(settings: Settings) -> dict[str, Any]:
    """Say whether maintenance is on, off or something between, since when and why, and what stands still."""
    record = read(path_of(settings))
    locks = [Path(lock).exists() for lock in settings.maintenance_locks]
    running = units.active(settings.stopped_in_maintenance)
    whole = record is not None and all(locks) and not running
    nothing = record is None and not any(locks)
    return {
        "state": "on" if whole else "off" if nothing else "partly",
        "locked": any(locks),
        "running": running,
        "stopped": [unit for unit in settings.stopped_in_maintenance if unit not in running],
        "puppet_held": hold.reasons(settings),
        "record": record,
    }


def remember(settings: Settings, started: list[str]) -> None:
    """Have units started when maintenance ends, instead of now."""
    record = read(path_of(settings))
    if record is not None:
        write(path_of(settings), {**record, "units": sorted({*record["units"], *started})})


def _start(settings: Settings, unit: str, say: Say) -> str:
    if unit in drained.units_of(settings):
        say(f"{unit} stays where it is: this node is drained")
        return ""
    say(f"starting {unit}")
    try:
        units.control("start", [unit])
    except CommandError as error:
        return str(error)
    return ""
