"""orogen-backup verify: the newest set loaded beside what is live, compared with its manifest, and removed again.

It takes disk and time of the stores, so it does nothing where a disk would get short, and its unit ends it in time.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from orogen_backup import beside, disk, metrics, plan, waiting
from orogen_backup.beside import Place
from orogen_backup.commands import say
from orogen_backup.create import own_sets
from orogen_backup.errors import Problem
from orogen_backup.repository import Restic
from orogen_backup.sets import find

if TYPE_CHECKING:
    from orogen_backup.settings import Settings


def run(settings: Settings, wanted: str = "latest") -> dict[str, Any]:
    """Verify a set. Raises Problem when it cannot be restored, or could not be tried."""
    waiting.for_stores(waiting.stores(settings), settings.wait)
    clean(settings)
    repository = Restic(settings)
    repository.open()
    found = find(own_sets(repository, settings), wanted)
    manifest = repository.manifest(found)
    short = disk.short(settings, plan.needed(manifest))
    if short:
        say(f"not verified: {'; '.join(short)}")
        return {"set": found.name, "verified": False, "results": short, "seconds": 0.0}
    place = Place("verifying", f"{datetime.now(UTC):%Y%m%d_%H%M%S}")
    began = time.monotonic()
    try:
        results = [
            beside.load_database(settings, repository, found, manifest, place),
            beside.load_files(settings, repository, found, manifest, place),
            beside.prove_database(manifest, place),
        ]
        held = beside.prove_files(settings, manifest, place)
        results.append(f"{sum(len(each) for each in held.values())} collections of files, as in the manifest")
    except Problem as problem:
        metrics.record(settings, {"orogen_backup_verify_failed": 1})
        raise Problem(f"set {found.name} did not come back whole: {problem}") from problem
    finally:
        beside.remove(settings, place)
    seconds = time.monotonic() - began
    metrics.record(
        settings,
        {
            "orogen_backup_verify_failed": 0,
            "orogen_backup_verify_timestamp_seconds": time.time(),
            "orogen_backup_verify_duration_seconds": seconds,
            "orogen_backup_verify_set_timestamp_seconds": found.time.timestamp(),
        },
    )
    return {"set": found.name, "verified": True, "results": results, "seconds": round(seconds, 1)}


def clean(settings: Settings) -> None:
    """Remove what a verification left that was killed. Raises Problem."""
    for place in beside.there(settings, ("verifying",)):
        say(f"removing `{place.database}`, which a verification left")
        beside.remove(settings, place)
