"""orogen-backup restore: database and files back to one set, with what is there now kept until the new state is proven.

    close           the shop, so that nothing more is written
    load-database   into a database beside the live one
    load-files      into collections beside the live ones
    prove           digests, rows, documents; the newest files are read
    swap-files      by name, within seconds
    swap-database   by name, in one transaction
    flush           Redis, sessions included
    reindex         both search indexes
    open            the shop, unless it was closed before
    health          database, files, the shop's own answer

Each step can be repeated, and is written down once it is done: `restore --resume` goes on with the one that failed.
Until `swap-files` nothing is replaced, and `restore --abandon` takes all of it back; after `swap-database` it leaves
undone what is left.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from orogen_backup import beside, database, media, moment, plan, progress, shop, waiting
from orogen_backup.beside import Place
from orogen_backup.commands import say
from orogen_backup.errors import Problem
from orogen_backup.manifest import Part
from orogen_backup.progress import Progress
from orogen_backup.repository import Restic
from orogen_backup.sets import DATABASE, BackupSet, find, grouped

if TYPE_CHECKING:
    from pathlib import Path

    from orogen_backup.manifest import Manifest
    from orogen_backup.settings import Settings

Report = dict[str, Any]


@dataclass
class Restore:
    """A restore under way."""

    settings: Settings
    repository: Restic
    found: BackupSet
    whole: Manifest
    progress: Progress

    @property
    def manifest(self) -> Manifest:
        """Give what is restored: the set's manifest, or with a moment the database of that moment in it."""
        if not self.progress.database:
            return self.whole
        others = [part for part in self.whole.parts if part.name != DATABASE]
        return replace(self.whole, parts=[Part(**self.progress.database), *others])

    @property
    def fresh(self) -> Place:
        """Give where the set is loaded."""
        return Place("scratch" if self.progress.scratch else "restoring", self.progress.id)

    @property
    def old(self) -> Place:
        """Give where the present state goes."""
        return Place("before", self.progress.id)


@dataclass(frozen=True)
class Wish:
    """What a person asks for: a set, or with `at` a moment, to which the newest set before it gives the files."""

    set: str
    at: str = ""
    foreign: str = ""
    scratch: bool = False
    yes: bool = False
    writes_stopped: bool = False


def run(settings: Settings, wish: Wish) -> Report | None:
    """Restore a set, once a person has agreed. None when they have not. Raises Problem."""
    repository = Restic(settings)
    repository.open()
    planned = _planned(settings, repository, wish)
    for line in plan.text(planned):
        say(f"  {line}")
    if planned.faults:
        raise Problem("nothing was done: " + "; ".join(planned.faults))
    if not wish.yes and not wish.scratch and not _agreed(settings):
        say("nothing was done")
        return None
    now = datetime.now(UTC)
    started = Progress(
        path=_path(settings),
        id=f"{now:%Y%m%d_%H%M%S}",
        set=planned.found.id,
        environment=planned.manifest.environment,
        began=f"{now:%FT%TZ}",
        scratch=wish.scratch,
        writes_stopped=wish.writes_stopped,
        at=planned.at.isoformat() if planned.at else "",
    )
    started.write()
    return _go_on(Restore(settings, repository, planned.found, planned.manifest, started))


def look_ahead(settings: Settings, wish: Wish) -> Report:
    """Give what a restore would do, and do nothing. Raises Problem when something is in its way."""
    planned = _planned(settings, Restic(settings), wish)
    if planned.faults:
        raise Problem("it cannot be done: " + "; ".join(planned.faults))
    return {"set": planned.found.name, "minutes": planned.minutes, "lines": plan.text(planned)}


def _planned(settings: Settings, repository: Restic, wish: Wish) -> plan.Plan:
    if progress.read(_path(settings)):
        raise Problem("a restore was broken off: `orogen-backup restore --resume` goes on, `--abandon` takes it back")
    at = moment.parsed(wish.at, settings.zone) if wish.at else None
    found, manifest = _look_up(repository, wish.foreign or settings.environment, wish.set, at)
    return plan.make(
        settings,
        found,
        manifest,
        at=at,
        scratch=wish.scratch,
        foreign=wish.foreign,
        writes_stopped=wish.writes_stopped,
        tool=shop.has_tool(settings),
    )


def resume(settings: Settings) -> Report:
    """Go on with a restore that was broken off. Raises Problem."""
    found = progress.read(_path(settings))
    if not found:
        raise Problem("no restore was broken off")
    repository = Restic(settings)
    repository.open()
    backup_set, manifest = _look_up(repository, found.environment, found.set)
    say(
        f"going on with the restore of {backup_set.name} that began at {found.began}: {len(found.steps)} steps are done"
    )
    return _go_on(Restore(settings, repository, backup_set, manifest, found))


def abandon(settings: Settings) -> None:
    """Take back a restore that has replaced nothing yet; leave one that has replaced all of it. Raises Problem."""
    found = progress.read(_path(settings))
    if not found:
        raise Problem("no restore was broken off")
    if found.done("swap-database"):
        _leave(settings, found)
        return
    fresh = Place("scratch" if found.scratch else "restoring", found.id)
    if Place("before", found.id) in beside.there(settings, ("before",)):
        raise Problem("the present state is being replaced already: `orogen-backup restore --resume`")
    beside.remove(settings, fresh)
    database.accept(database.LIVE, connections=True)
    _let_in(settings, found)
    found.path.unlink()
    say("the restore is taken back; what was there before it is there")


def leave_shop(settings: Settings) -> None:
    """Leave the shop to whoever says that nothing writes, also where the restore that was broken off had closed it."""
    found = progress.read(_path(settings))
    if found:
        found.writes_stopped = True
        found.write()


def _leave(settings: Settings, found: Progress) -> None:
    """Let what was replaced be all of it: a step after that may never succeed, as when rows have come since."""
    _let_in(settings, found)
    found.path.unlink()
    undone = ", ".join(name for name, _ in LIVE if not found.done(name))
    kept = Place("before", found.id)
    say(
        f"database and files are the set's; not done: {undone}. The state before is kept in `{kept.database}` and "
        f"below `{kept.prefix}`: `orogen-backup forget-previous` removes it"
    )


def _let_in(settings: Settings, found: Progress) -> None:
    if found.done("close") and not found.done("open") and not found.was_closed and not found.writes_stopped:
        shop.open_again(settings)


def _path(settings: Settings) -> Path:
    return settings.state / "restore.json"


def _look_up(
    repository: Restic, environment: str, wanted: str, at: datetime | None = None
) -> tuple[BackupSet, Manifest]:
    sets = grouped(each for each in repository.snapshots() if each.environment == environment)
    found = find([each for each in sets if at is None or each.time <= at], wanted or "latest")
    return found, repository.manifest(found)


def _agreed(settings: Settings) -> bool:
    if not sys.stdin.isatty():
        raise Problem("nobody is there to agree: `--yes` does it")
    print(f"Type `{settings.environment}` to go on: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == settings.environment


# The steps. Each gives what it did, in words.


def _close(restore: Restore) -> str:
    if restore.progress.writes_stopped:
        return "left to whoever said that nothing writes"
    restore.progress.was_closed = shop.in_maintenance(restore.settings)
    restore.progress.write()
    shop.close(restore.settings, f"restore of {restore.found.name}")
    return "was closed already" if restore.progress.was_closed else "maintenance is on"


def _load_database(restore: Restore) -> str:
    if restore.progress.at:
        at = datetime.fromisoformat(restore.progress.at)
        restore.progress.database = asdict(moment.load(restore.settings, at, restore.fresh))
        return f"as of {at:%FT%TZ}, in `{restore.fresh.database}`"
    return beside.load_database(restore.settings, restore.repository, restore.found, restore.manifest, restore.fresh)


def _load_files(restore: Restore) -> str:
    return beside.load_files(restore.settings, restore.repository, restore.found, restore.manifest, restore.fresh)


def _prove(restore: Restore) -> str:
    said = beside.prove_database(restore.manifest, restore.fresh)
    held = beside.prove_files(restore.settings, restore.manifest, restore.fresh)
    restore.progress.collections = {name: [*collections] for name, collections in held.items()}
    return f"{said}; {sum(len(each) for each in held.values())} collections of files, as in the manifest"


def _swap_files(restore: Restore) -> str:
    login, collections = restore.settings.restore_login, restore.progress.collections
    if not collections:
        return "there are none"
    media.swap(login, collections, restore.fresh.prefix, restore.old.prefix)
    return f"the files before are below `{restore.old.prefix}`"


def _swap_database(restore: Restore) -> str:
    database.swap(restore.fresh.database, restore.old.database)
    return f"the database before is `{restore.old.database}`"


def _flush(_restore: Restore) -> str:
    return shop.flush_caches()


def _reindex(restore: Restore) -> str:
    return shop.reindex(restore.settings)


def _open(restore: Restore) -> str:
    if restore.progress.writes_stopped or restore.progress.was_closed:
        return "left closed, as it was"
    shop.open_again(restore.settings)
    return "maintenance is off"


def _health(restore: Restore) -> str:
    waiting.for_stores(waiting.stores(restore.settings), restore.settings.wait)
    tables = database.counts(database.LIVE)
    lacking = sorted({*restore.manifest.part(DATABASE).counts} - {*tables})
    if lacking:
        raise Problem(f"the live database lacks {', '.join(lacking[:5])}")
    opened = beside.open_newest(restore.settings, restore.progress.collections, "")
    return f"the database has its {len(tables)} tables, {opened} files open; {shop.answers(restore.settings)}"


Step = tuple[str, Callable[[Restore], str]]
_BESIDE: tuple[Step, ...] = (("load-database", _load_database), ("load-files", _load_files), ("prove", _prove))
_REPLACE: tuple[Step, ...] = (
    ("swap-files", _swap_files),
    ("swap-database", _swap_database),
    ("flush", _flush),
    ("reindex", _reindex),
    ("open", _open),
    ("health", _health),
)
LIVE: tuple[Step, ...] = (("close", _close), *_BESIDE, *_REPLACE)


def _go_on(restore: Restore) -> Report:
    """Do the steps that are not done yet. Raises Problem, which says what state things are in."""
    for name, step in _BESIDE if restore.progress.scratch else LIVE:
        if restore.progress.done(name):
            continue
        began = time.monotonic()
        try:
            result = step(restore)
        except Problem as problem:
            raise Problem(f"{name}: {problem}. {_state(restore)}") from problem
        say(f"{name}: {result}")
        restore.progress.record(name, time.monotonic() - began, result)
    return _report(restore)


def _state(restore: Restore) -> str:
    if not any(restore.progress.done(name) for name in ("prove",)):
        return "Nothing was replaced. `orogen-backup restore --resume` tries again, `--abandon` takes it back"
    if restore.progress.done("swap-database"):
        return "Database and files are the set's. `orogen-backup restore --resume` goes on, `--abandon` leaves it so"
    return "`orogen-backup restore --resume` goes on from here"


def _report(restore: Restore) -> Report:
    """Write the report, and forget the progress: the restore is over."""
    state = restore.progress
    kept = restore.fresh if state.scratch else restore.old
    report = {
        "format_version": "1",
        "id": state.id,
        "set": restore.found.name,
        "set_time": restore.manifest.time,
        "at": state.at,
        "environment": state.environment,
        "scratch": state.scratch,
        "began": state.began,
        "ended": f"{datetime.now(UTC):%FT%TZ}",
        "seconds": round(sum(step["seconds"] for step in state.steps), 1),
        "steps": state.steps,
        "kept": {"database": kept.database, "collections": kept.prefix},
        "application": restore.manifest.application,
    }
    (restore.settings.state / f"restored-{state.id}.json").write_text(f"{json.dumps(report, indent=2)}\n")
    state.path.unlink()
    return report


def report_text(report: Report) -> list[str]:
    """Give a report in lines."""
    what = f"{report['set']} of {report['environment']}"
    if report["at"]:
        what = f"the database as of {report['at']}, files of {what},"
    lines = [f"restored {what} in {report['seconds']:.0f} s"]
    if report["scratch"]:
        lines = [f"loaded {what} beside what is live, in {report['seconds']:.0f} s"]
    lines += [f"  {step['seconds']:8.1f} s  {step['name']:14} {step['result']}" for step in report["steps"]]
    kept = report["kept"]
    word = "loaded in" if report["scratch"] else "the state before is kept in"
    lines.append(
        f"{word} `{kept['database']}` and below `{kept['collections']}`: `orogen-backup forget-previous` removes it"
    )
    if not report["scratch"]:
        lines.append(
            "entities and fields that were made in the back office after the set are gone: if there were any, "
            "`bin/console cache:clear` on each node with the application"
        )
    return lines
