"""What a restore would do, said before it does it, and what is in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orogen_backup import beside, database, disk, moment, waiting
from orogen_backup.disk import mib
from orogen_backup.sets import DATABASE, BackupSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen_backup.manifest import Manifest
    from orogen_backup.settings import Settings

# Until something was restored here: bytes per second of a dump that pg_restore loads, and of files.
_GUESSED = {"database": 20e6, "files": 40e6}
# A database loaded anew is smaller than one that was written to for years, but indexes are built on the disk.
_ROOM = 1.1


@dataclass(frozen=True)
class Plan:
    """A set, what it holds, and when it was looked at; `faults` are what is in the way, all of them."""

    settings: Settings
    found: BackupSet
    manifest: Manifest
    now: datetime
    at: datetime | None
    scratch: bool
    writes_stopped: bool
    faults: tuple[str, ...]

    @property
    def age(self) -> str:
        """Give how old the set is, in words."""
        return span((self.now - self.found.time).total_seconds())

    @property
    def minutes(self) -> int:
        """Give the minutes that it will take, at the pace of the last restore on this node where there was one."""
        rates = {**_GUESSED, **beside.known_rates(self.settings)}
        sizes = {"database": self.manifest.part(DATABASE).bytes, "files": _files(self.manifest)}
        return 1 + round(sum(size / rates[what] for what, size in sizes.items()) / 60)


def make(
    settings: Settings,
    found: BackupSet,
    manifest: Manifest,
    *,
    at: datetime | None = None,
    scratch: bool = False,
    foreign: str = "",
    writes_stopped: bool = False,
    tool: bool = True,
) -> Plan:
    """Look whether the set may be restored here, and can be. Raises Problem."""
    faults = [*_wrong_target(settings, manifest, foreign)]
    unreachable = list(filter(None, (look() for look in waiting.stores(settings))))
    faults += unreachable
    if not unreachable:
        faults += [*_server(manifest)]
    if at:
        faults += [*moment.faults(settings, at)]
    faults += disk.short(settings, needed(manifest))
    if not scratch and not writes_stopped and not tool:
        faults.append(
            "nobody can close the shop from this node, as `oro-maintenance` is not on it: `oro-maintenance backup "
            "restore SET` on a maintenance node does; or stop what writes by hand, and say `--writes-stopped`"
        )
    return Plan(settings, found, manifest, datetime.now(UTC), at, scratch, writes_stopped, tuple(faults))


def needed(manifest: Manifest) -> dict[str, int]:
    """Give the bytes that each store needs beside what it holds."""
    return {"database": int(int(manifest.database["bytes"]) * _ROOM), "files": int(_files(manifest) * _ROOM)}


def _files(manifest: Manifest) -> int:
    return sum(part.bytes for part in beside.archives(manifest).values())


def _wrong_target(settings: Settings, manifest: Manifest, foreign: str) -> list[str]:
    faults = []
    if manifest.environment != (foreign or settings.environment):
        faults.append(f"the set is of `{manifest.environment}`: `--from {manifest.environment}` means it")
    if settings.environment_type == "production" and manifest.environment_type != "production":
        faults.append(
            f"the set is of a {manifest.environment_type} environment, and `{settings.environment}` is production"
        )
    if manifest.application["release"] != settings.release:
        faults.append(
            f"the set was written by release {manifest.application['release']}, and {settings.release} runs here: "
            "deploy that release first, then restore, then upgrade"
        )
    lacking = [name for name in beside.archives(manifest) if name not in settings.media]
    if lacking:
        faults.append(f"the set holds files ({', '.join(lacking)}), and this environment has no file store for them")
    return faults


def _server(manifest: Manifest) -> list[str]:
    there, written = database.sql("SHOW server_version"), str(manifest.database["version"])
    if int(there.split(".")[0]) >= int(written.split(".")[0]):
        return []
    return [f"the set is of PostgreSQL {written}, and {there} runs here: an older server may not read it"]


def text(plan: Plan) -> list[str]:
    """Say what would be done, in lines."""
    return [f"{name:10}{words}" for name, words in (*_found(plan), *_costs(plan), *_changes(plan))]


def _found(plan: Plan) -> Iterator[tuple[str, str]]:
    manifest = plan.manifest
    dump, about = manifest.part(DATABASE), manifest.application
    where = f"{manifest.environment} ({manifest.environment_type}), release {about['release']}"
    revision = f", revision {about['revision']}" if about["revision"] else ""
    yield "set", f"{plan.found.name} of {where}{revision}; made {plan.age} ago on {plan.found.node}"
    rows = sum(dump.counts.values())
    held = f"{mib(dump.bytes)}, {len(dump.counts)} tables, {rows} rows, as of {dump.started}"
    if plan.at:
        yield "database", f"as of {plan.at:%FT%TZ}, from base backup and WAL (the set's is {held})"
    else:
        yield "database", held
    for name, part in beside.archives(manifest).items():
        count = sum(count for collection, count in part.counts.items() if collection.endswith("files"))
        yield "files", f"{name}: {mib(part.bytes)}, {count} files, as of {part.started}"
    if plan.at:
        earlier = span((plan.at - plan.found.time).total_seconds())
        yield "missing", f"files that came in the {earlier} between the set and that moment: their rows will be there"


def _costs(plan: Plan) -> Iterator[tuple[str, str]]:
    known = "as the last time here" if beside.known_rates(plan.settings) else "a guess: nothing was restored here yet"
    yield "time", f"about {plan.minutes} minutes ({known})"
    room = [f"{mib(size)} more on each {store} node" for store, size in needed(plan.manifest).items() if size]
    yield "disk", ", ".join(room)


def _changes(plan: Plan) -> Iterator[tuple[str, str]]:
    settings = plan.settings
    if plan.scratch:
        yield "replaced", "nothing: it is loaded beside what is live, to be looked at"
        return
    whose = f"{settings.environment}, which is {settings.environment_type}"
    yield "replaced", f"database `{database.LIVE}` and all files of {whose}"
    since = plan.at or plan.found.time
    yield "lost", f"what was written since {since:%FT%TZ}: {span((plan.now - since).total_seconds())}"
    yield "kept", "the state before, on the stores' disks under another name, until `orogen-backup forget-previous`"
    closed = "the shop is closed: visitors get 503; consumers, cron and websocket stand still"
    yield "meanwhile", f"{'you say that nothing writes' if plan.writes_stopped else closed}; no hourly sets are made"
    yield "untouched", "messages that wait in the queue, the release, the environment's settings"


def span(seconds: float) -> str:
    """Give a time that has passed, in words: `3 d 4 h`, `2 h 5 min`."""
    minutes = int(seconds // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
