"""What a drained node remembers: who drained it, when and why, and which services ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen_control.record import Record, read

if TYPE_CHECKING:
    from pathlib import Path

    from orogen_control.settings import Settings


def path_of(settings: Settings) -> Path:
    """Give the file of the record."""
    return settings.state / "drained.json"


def record_of(settings: Settings) -> Record | None:
    """Give the record; None when the node is not drained."""
    return read(path_of(settings))


def units_of(settings: Settings) -> set[str]:
    """Give the units of the services that were drained."""
    names = (record_of(settings) or {}).get("services", [])
    return {unit for name in names for unit in settings.services[name].units}
