"""A set loaded beside what is live, and proven there: what a restore does first, and a verification at all.

Everything has the purpose and the time of the run in its name: `oro_restoring_20261123_101500` in PostgreSQL,
collections below `orogen_restoring_20261123_101500.` in MongoDB. Loading again begins anew, so a run that was killed
can be repeated.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from orogen_backup import database, media
from orogen_backup.commands import Measured, say
from orogen_backup.errors import Problem
from orogen_backup.sets import DATABASE, BackupSet, Snapshot

if TYPE_CHECKING:
    from orogen_backup.manifest import Manifest, Part
    from orogen_backup.repository import Restic
    from orogen_backup.settings import Settings

Purpose = Literal["restoring", "before", "scratch", "verifying"]
Collections = Mapping[str, Mapping[str, int]]
ARCHIVE = ".archive"
_SHOWN = 5


@dataclass(frozen=True)
class Place:
    """Where something lies beside what is live."""

    purpose: Purpose
    id: str

    @property
    def database(self) -> str:
        """Give the database."""
        return f"oro_{self.purpose}_{self.id}"

    @property
    def prefix(self) -> str:
        """Give what collections of files begin with."""
        return f"orogen_{self.purpose}_{self.id}."


def archives(manifest: Manifest) -> dict[str, Part]:
    """Give the parts of a set that are files, by database."""
    return {part.name.removesuffix(ARCHIVE): part for part in manifest.parts if part.name.endswith(ARCHIVE)}


def load_database(settings: Settings, repository: Restic, found: BackupSet, manifest: Manifest, place: Place) -> str:
    """Load the database of a set. Gives what was done, in words. Raises Problem."""
    part, began = manifest.part(DATABASE), time.monotonic()
    database.make(place.database)
    with repository.reading(_snapshot(found, part)) as program:
        measured = database.load(program.output(), place.database)
    _expect(part, measured)
    learn(settings, "database", part.bytes, time.monotonic() - began)
    return f"{part.bytes} bytes in `{place.database}`, sha256 as in the manifest"


def load_files(settings: Settings, repository: Restic, found: BackupSet, manifest: Manifest, place: Place) -> str:
    """Load the files of a set. Gives what was done, in words. Raises Problem."""
    parts, began = archives(manifest), time.monotonic()
    if not parts:
        return "there are none"
    media.drop(settings.restore_login, parts, place.prefix)
    for name, part in parts.items():
        with repository.reading(_snapshot(found, part)) as program:
            measured = media.load(program.output(), settings.restore_login, name, place.prefix)
        _expect(part, measured)
    size = sum(part.bytes for part in parts.values())
    learn(settings, "files", size, time.monotonic() - began)
    return f"{size} bytes in {', '.join(parts) or 'no database'}, below `{place.prefix}`, sha256 as in the manifest"


def _snapshot(found: BackupSet, part: Part) -> Snapshot:
    for each in found.parts:
        if each.path == part.name:
            return each
    raise Problem(f"set {found.name} has lost its part `{part.name}`")


def _expect(part: Part, measured: Measured) -> None:
    if (measured.sha256, measured.bytes) != (part.sha256, part.bytes):
        raise Problem(
            f"`{part.name}` came back otherwise than it was stored: {measured.bytes} bytes, sha256 {measured.sha256}; "
            f"the manifest has {part.bytes} and {part.sha256}"
        )


def prove_database(manifest: Manifest, place: Place) -> str:
    """Compare a loaded database with its manifest, table by table. Gives what was found, in words. Raises Problem."""
    wanted, there = manifest.part(DATABASE).counts, database.counts(place.database)
    _same("rows", wanted, there)
    return f"{len(there)} tables, {sum(there.values())} rows, as in the manifest"


def prove_files(settings: Settings, manifest: Manifest, place: Place) -> Collections:
    """Compare loaded files with their manifest, open the newest. Gives what is there by collection. Raises Problem."""
    parts = archives(manifest)
    if not parts:
        return {}
    there = media.counts(settings.restore_login, parts, place.prefix)
    for name, part in parts.items():
        # A mongodump that says its counts in other words leaves none: then the digest must do.
        if part.counts:
            _same(f"documents in {name}", part.counts, there[name])
    say(f"{open_newest(settings, parts, place.prefix)} of the newest files were read to their ends")
    return there


def open_newest(settings: Settings, databases: Collection[str], prefix: str) -> int:
    """Read the newest files below a prefix, or the live ones without one. Gives how many. Raises Problem."""
    if not databases:
        return 0
    opened, faults = media.opens(settings.restore_login, databases, prefix)
    if faults:
        raise Problem(f"files do not open: {'; '.join(faults[:_SHOWN])}")
    return opened


def _same(what: str, wanted: Mapping[str, int], there: Mapping[str, int]) -> None:
    differing = [
        f"{name}: {there.get(name, 'none')}, not {wanted.get(name, 'any')}"
        for name in sorted({*wanted, *there})
        if wanted.get(name, 0) != there.get(name, 0)
    ]
    if differing:
        more = f" and {len(differing) - _SHOWN} more" if len(differing) > _SHOWN else ""
        raise Problem(f"{what} differ from the manifest: {'; '.join(differing[:_SHOWN])}{more}")


def remove(settings: Settings, place: Place) -> None:
    """Remove all that lies there. Raises Problem."""
    database.drop(place.database)
    if settings.media:
        media.drop(settings.restore_login, settings.media, place.prefix)


def there(settings: Settings, purposes: tuple[Purpose, ...]) -> dict[Place, int]:
    """Give the places that something lies in, with the size of their databases, the oldest first. Raises Problem."""
    collections = media.counts(settings.restore_login, settings.media, media.PREFIX) if settings.media else {}
    sizes = {name.removeprefix("oro_"): size for name, size in database.databases().items()}
    prefixes = {name.partition(".")[0] for held in collections.values() for name in held}
    return {
        Place(purpose, name.removeprefix(f"{purpose}_")): sizes.get(name, 0)
        for name in sorted({*sizes, *prefixes})
        for purpose in purposes
        if name.startswith(f"{purpose}_")
    }


def learn(settings: Settings, what: str, size: int, seconds: float) -> None:
    """Keep how fast this was: the next restore says how long it will take."""
    path = settings.state / "rates.json"
    rates = known_rates(settings)
    if size and seconds > 0:
        path.write_text(json.dumps({**rates, what: size / seconds}))


def known_rates(settings: Settings) -> dict[str, float]:
    """Give bytes per second as they were the last time."""
    path = settings.state / "rates.json"
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError):
        return {}
