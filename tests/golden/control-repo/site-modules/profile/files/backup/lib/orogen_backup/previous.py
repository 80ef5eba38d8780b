"""orogen-backup forget-previous: what restores kept of the state before them, and what was loaded to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen_backup import beside, progress
from orogen_backup.commands import say
from orogen_backup.disk import mib
from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from orogen_backup.settings import Settings


def run(settings: Settings) -> None:
    """Remove all of it. Raises Problem while a restore is unfinished: its state before it is not to be lost."""
    if progress.read(settings.state / "restore.json"):
        raise Problem("a restore was broken off: `orogen-backup restore --resume` goes on, `--abandon` takes it back")
    found = beside.there(settings, ("before", "scratch"))
    for place, size in found.items():
        beside.remove(settings, place)
        say(f"removed `{place.database}` ({mib(size)}) and the files below `{place.prefix}`")
    if not found:
        say("nothing is kept")
