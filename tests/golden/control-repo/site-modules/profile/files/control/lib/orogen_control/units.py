"""systemd's units on this node."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orogen_control.commands import DO_SECONDS, ask

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = ("Id", "LoadState", "ActiveState", "SubState", "StatusText", "StateChangeTimestamp", "Wants")


def states(units: Iterable[str]) -> list[dict[str, str]]:
    """Give each unit's state; of a target `note` says how many of the units that it starts are running."""
    return [
        {
            "unit": found["Id"],
            "state": "missing" if found["LoadState"] == "not-found" else found["ActiveState"],
            "since": _moment(found.get("StateChangeTimestamp", "")),
            "note": _members(found["Wants"]) if found["Id"].endswith(".target") else found.get("StatusText", ""),
        }
        for found in _show(units)
    ]


def active(units: Iterable[str]) -> list[str]:
    """Give those of the units that run or are on their way to."""
    return [found["Id"] for found in _show(units) if found["ActiveState"] in ("active", "activating", "reloading")]


def control(verb: str, units: Iterable[str]) -> None:
    """Start, stop or restart units; nothing when there are none. Raises CommandError."""
    wanted = [*units]
    if wanted:
        ask(["systemctl", verb, *wanted], DO_SECONDS)


def _show(units: Iterable[str]) -> list[dict[str, str]]:
    wanted = [*units]
    if not wanted:
        return []
    text = ask(["systemctl", "show", "--timestamp=utc", f"--property={','.join(_SHOWN)}", *wanted])
    return [dict(line.split("=", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]


def _moment(text: str) -> str:
    """Give a time of systemd's, `Mon 2026-11-23 19:14:00 UTC`, as all others here are; empty for what never ran."""
    return datetime.strptime(text[4:23], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).strftime("%FT%TZ") if text else ""


def _members(wants: str) -> str:
    return f"{len(active(wants.split()))} of {len(wants.split())} run"
