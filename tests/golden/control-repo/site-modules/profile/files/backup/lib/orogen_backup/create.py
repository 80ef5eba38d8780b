"""orogen-backup create: one set, from the stores to the repository.

The database comes first and the files after it. OroCommerce stores a file before the row that refers to it is
committed, so whatever file the database of a set knows of is among the files that were dumped after it, beside newer
ones that nobody refers to. What this order cannot have is a file that was deleted between the two dumps, minutes apart:
its row comes back without it.
"""

from __future__ import annotations

import time as clock
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from orogen_backup import metrics, tiers, waiting
from orogen_backup.commands import say
from orogen_backup.errors import Problem
from orogen_backup.manifest import Manifest, Part, written
from orogen_backup.repository import Repository, Restic
from orogen_backup.sets import MANIFEST, BackupSet, Snapshot, grouped, identity, name_of
from orogen_backup.sources import Source, Sources, of_stores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from orogen_backup.settings import Settings

# Another node's run that left something behind is over by then.
LONGEST_RUN = timedelta(hours=12)
# A standby node leaves the hour alone when a set is younger than this.
RECENT = timedelta(minutes=50)
CURRENT = Path("/opt/orocommerce/current")


def run(settings: Settings, *, if_due: bool = False, label: str = "", new_repository: bool = False) -> None:
    """Make a set now; with `if_due` only when nobody has made one this hour. Raises Problem."""
    repository = Restic(settings)
    repository.open(new=new_repository)
    waiting.for_stores(waiting.stores(settings), settings.wait)
    make(settings, repository, partial(of_stores, settings), datetime.now(UTC), if_due=if_due, label=label)


def make(
    settings: Settings,
    repository: Repository,
    sources: Callable[[], AbstractContextManager[Sources]],
    now: datetime,
    *,
    if_due: bool = False,
    label: str = "",
) -> None:
    """Make a set of what the sources give, if one is due, then remove those that no tier keeps. Raises Problem."""
    began = clock.monotonic()
    now = now.replace(microsecond=0)
    sets = own_sets(repository, settings)
    complete = [each for each in sets if each.complete]
    if if_due and any(timedelta(0) <= now - each.time < RECENT for each in complete):
        say("another node has made a set this hour")
        return
    made_for = tiers.wanted(complete, now, settings.kept, settings.zone)
    if not made_for:
        say("no tier wants a set now")
        return
    _remove_leftovers(settings, repository, sets, now)
    stored = _store(settings, repository, sources, now, made_for, label)
    seconds = clock.monotonic() - began
    say(f"made {stored.name} ({', '.join(made_for)}): {stored.bytes} bytes in {seconds:.0f} s")
    metrics.record(settings, _figures(made_for, now, stored.bytes, seconds))
    remove(repository, tiers.expired([*complete, stored], now, settings.kept, settings.zone))


def own_sets(repository: Repository, settings: Settings) -> list[BackupSet]:
    """Give the sets of this environment, the oldest first, and what is left of some. Raises Problem."""
    return grouped(each for each in repository.snapshots() if each.environment == settings.environment)


def remove(repository: Repository, sets: Iterable[BackupSet]) -> None:
    """Remove sets: all manifests before the first part, so that what a killed run leaves is no set. Raises Problem."""
    gone = list(sets)
    repository.forget([each.manifest.id for each in gone if each.manifest])
    repository.forget([part.id for each in gone for part in each.parts])


def _remove_leftovers(settings: Settings, repository: Repository, sets: Iterable[BackupSet], now: datetime) -> None:
    """Remove what broken runs left: this node's at once, as it holds the lock; another's when it must be over."""
    left = [
        each for each in sets if not each.complete and (each.node == settings.node or each.time < now - LONGEST_RUN)
    ]
    for each in left:
        say(f"removing what is left of {each.name}, which was never completed")
    remove(repository, left)


def _store(
    settings: Settings,
    repository: Repository,
    sources: Callable[[], AbstractContextManager[Sources]],
    now: datetime,
    made_for: Sequence[str],
    label: str,
) -> BackupSet:
    """Store all parts, and last the manifest that makes them a set. When one fails nothing is left. Raises Problem."""
    name = identity(now, settings.node)
    tags = [f"set:{name}"]
    try:
        with sources() as found:
            about = dict(found.about)
            parts = [_part(repository, each, now, [*tags, each.name.partition(".")[0]]) for each in found.parts]
        manifest = Manifest(
            environment=settings.environment,
            environment_type=settings.environment_type,
            name=name_of(name),
            time=f"{now:%FT%TZ}",
            tiers=[*made_for],
            label=label,
            application={"release": settings.release, "revision": revision()},
            database=about,
            parts=parts,
        )
        described = [f"bytes:{manifest.bytes}", f"parts:{len(parts)}", f"release:{settings.release}", "manifest"]
        described += [f"label:{label}"] if label else []
        tags += [*described, *made_for]
        repository.store(MANIFEST, [written(manifest).encode()], now, tags)
    except BaseException:
        _discard(repository, settings, name)
        raise
    # As the next run will find it, but for the ids that restic gave: nobody removes a set that was just made.
    return BackupSet(name, Snapshot("", now, settings.environment, MANIFEST, tuple(tags)), ())


def _part(repository: Repository, source: Source, now: datetime, tags: Sequence[str]) -> Part:
    began = datetime.now(UTC)
    with source.dump() as dump:
        stored = repository.store(source.name, dump.output, now, tags)
        counts = dict(dump.counts())
    ended = datetime.now(UTC)
    return Part(source.name, f"{began:%FT%TZ}", f"{ended:%FT%TZ}", stored.bytes, stored.sha256, counts)


def _discard(repository: Repository, settings: Settings, name: str) -> None:
    """Remove what there is of a set that failed. What cannot be removed now is no set, and the next run removes it."""
    try:
        remove(repository, [each for each in own_sets(repository, settings) if each.id == name])
    except Problem as problem:
        say(f"what was stored of {name_of(name)} stays until the next run: {problem}")


def _figures(made_for: Iterable[str], now: datetime, size: int, seconds: float) -> Mapping[str, float]:
    values = {"last_success_timestamp_seconds": now.timestamp(), "duration_seconds": seconds, "size_bytes": float(size)}
    return {f'orogen_backup_{name}{{tier="{tier}"}}': value for tier in made_for for name, value in values.items()}


def revision() -> str | None:
    """Give the revision that the deploy left in the release, or the release's own name; None on a node without code."""
    if (CURRENT / "REVISION").is_file():
        return (CURRENT / "REVISION").read_text().strip()
    return CURRENT.resolve().name if CURRENT.is_symlink() else None
