"""orogen-backup check: what no set needs any more is freed, then the repository is looked at.

Each week another part of the data is read, so that all of it has been within `check_parts` weeks.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from orogen_backup import metrics
from orogen_backup.errors import Problem
from orogen_backup.repository import Restic

if TYPE_CHECKING:
    from orogen_backup.settings import Settings

WEEK = 7 * 24 * 3600


def run(settings: Settings) -> None:
    """Check. Raises Problem when the repository does not pass."""
    repository = Restic(settings)
    repository.open()
    repository.run("prune")
    part = int(time.time() // WEEK) % settings.check_parts + 1
    try:
        repository.run("check", f"--read-data-subset={part}/{settings.check_parts}")
    except Problem as problem:
        metrics.record(settings, {"orogen_backup_check_failed": 1})
        raise Problem(f"the repository did not pass its check: {problem}") from problem
    metrics.record(
        settings, {"orogen_backup_check_failed": 0, "orogen_backup_check_timestamp_seconds": float(int(time.time()))}
    )
