"""The database's WAL and its base backups, by pgBackRest: what brings it back to any moment, not to the hour alone.

Database nodes send WAL to the pgBackRest server on this node, which stores it, encrypted with AES-256, beside the sets.
A base backup is made here each night: a full one a week, else what has changed since. WAL that is missing makes all
later moments unreachable until the next base backup: it is looked for each hour, and then one is made at once.
"""

from __future__ import annotations

import json
import os
import re
import ssl
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from orogen_backup import metrics
from orogen_backup.commands import ask, say
from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen_backup.settings import Settings

STANZA = "oro"
USER = "orogen-backup"
FULL_EVERY = 7 * 24 * 3600
# The hour of the night from which a base backup is due, in the environment's time zone.
NIGHT = 2
_PATRONI = 8008
# A segment's name: timeline, log, segment of 16 MiB.
_SEGMENT = re.compile(r"(?:^|/)[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})-[0-9a-f]{40}")

Backups = list[dict[str, Any]]


def pgbackrest(settings: Settings, *words: str, moment: bool = False, member: str = "") -> str:
    """Run pgBackRest as the user whose files these are, on a member of the database or none. Raises Problem."""
    if not settings.archive.is_dir():
        raise Problem("WAL is not kept on this node: only sets can be restored")
    configuration = settings.archive / ("moment.conf" if moment else "pgbackrest.conf")
    command = ["pgbackrest", f"--config={configuration}", f"--stanza={STANZA}", *words]
    # Without this program's variables: they lead PostgreSQL's clients elsewhere, and hold the key of the sets.
    clean = ["env", "--ignore-environment", f"PATH={os.environ['PATH']}"]
    clean += [f"PGBACKREST_PG1_HOST={member}"] if member else []
    return ask(["runuser", "--user", USER, "--", *clean, *command], name="pgbackrest")


def leader(settings: Settings) -> str:
    """Give the member that leads, by the name in its certificate; none where the database is here. Raises Problem."""
    known = settings.archive / "members"
    if not known.exists():
        return ""
    context = ssl.create_default_context(cafile=os.environ["PGSSLROOTCERT"])
    for member in known.read_text().split():
        # Patroni says 200 where the leader is, else 503. pgBackRest would find it too, and wait minutes for a lost one.
        with (
            suppress(OSError),
            urllib.request.urlopen(f"https://{member}:{_PATRONI}/primary", timeout=5, context=context),
        ):
            return member
    raise Problem("no member of the database leads")


def prepare(settings: Settings) -> None:
    """See a segment of WAL arrive; where that fails, make the place for this cluster's WAL first. Raises Problem."""
    member = leader(settings)
    with suppress(Problem):
        pgbackrest(settings, "check", member=member)
        return
    try:
        pgbackrest(settings, "stanza-create", member=member)
    except Problem as problem:
        if "stanza-upgrade" not in str(problem):
            raise
        # The cluster was made anew, or PostgreSQL upgraded: what is there stays, and the new one goes on beside it.
        say("another cluster than before: its WAL goes on beside the former one's")
        pgbackrest(settings, "stanza-upgrade", member=member)
    pgbackrest(settings, "check", member=member)


def base(settings: Settings, *, full: bool = False, if_due: bool = False) -> None:
    """Make a base backup, a full one when the last is a week old. Raises Problem."""
    prepare(settings)
    gone = look(settings)
    backups = _of_this_cluster(info(settings))
    if if_due and not gone and not due(_newest(backups), datetime.now(settings.zone)):
        return
    fulls = [each for each in backups if each["type"] == "full"]
    # An hour less: a run may come a little earlier than a week ago.
    weekly = time.time() - _newest(fulls) > FULL_EVERY - 3600
    began = time.monotonic()
    pgbackrest(settings, "backup", f"--type={'full' if full or weekly else 'diff'}", member=leader(settings))
    made = _of_this_cluster(info(settings))[-1]
    say(f"made the base backup {made['label']}")
    metrics.record(
        settings,
        {
            "orogen_backup_base_duration_seconds": time.monotonic() - began,
            "orogen_backup_base_size_bytes": float(made["info"]["size"]),
        },
    )
    look(settings)


def due(newest: float, now: datetime) -> bool:
    """Say whether no base backup was made since the hour of the last night."""
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return newest < (night if night <= now else night - timedelta(days=1)).timestamp()


def look(settings: Settings) -> int:
    """Look whether all WAL since the last base backup is there, and tell monitoring. Raises Problem."""
    there = info(settings)
    backups = _of_this_cluster(there)
    gone = missing(_segments(settings, there), segment(backups[-1]["archive"]["start"])) if backups else 0
    metrics.record(
        settings,
        {"orogen_backup_base_timestamp_seconds": _newest(backups), "orogen_backup_wal_missing": float(gone)},
    )
    if gone:
        since = f"{datetime.fromtimestamp(_newest(backups), UTC):%FT%TZ}"
        say(f"{gone} segments of WAL are missing since {since}: not every moment until the next base backup is there")
    return gone


def info(settings: Settings) -> dict[str, Any]:
    """Give what there is: base backups, the oldest first, and WAL. Raises Problem."""
    found = json.loads(pgbackrest(settings, "info", "--output=json"))
    return dict(found[0]) if found else {"backup": [], "db": [], "archive": []}


def _of_this_cluster(there: dict[str, Any]) -> Backups:
    """Give the backups of the newest system that the stanza has known."""
    return [each for each in there["backup"] if each["database"]["id"] == there["db"][-1]["id"]]


def _newest(backups: Backups) -> float:
    return float(backups[-1]["timestamp"]["stop"]) if backups else 0.0


def _segments(settings: Settings, there: dict[str, Any]) -> Iterable[str]:
    # archive/oro/17-2
    folder = there["archive"][-1]["id"]
    listed = pgbackrest(settings, "repo-ls", f"archive/{STANZA}/{folder}", "--recurse", "--output=json")
    return dict(json.loads(listed))


def missing(names: Iterable[str], first: int) -> int:
    """Give how many segments are not there between the first one and the last. After a failover timelines differ."""
    there = {(int(found[1], 16) << 8) + int(found[2], 16) for name in names if (found := _SEGMENT.search(name))}
    wanted = range(first, max(there, default=first - 1) + 1)
    return sum(number not in there for number in wanted)


def segment(name: str) -> int:
    """Give the number of a segment: 0000000100000002000000FE."""
    return (int(name[8:16], 16) << 8) + int(name[16:24], 16)


def reach(settings: Settings) -> tuple[float, int]:
    """Give the oldest moment that can be reached, and the bytes of the database's whole server. Raises Problem."""
    backups = info(settings)["backup"]
    if not backups:
        raise Problem("there is no base backup yet: `orogen-backup base` makes one")
    return float(backups[0]["timestamp"]["stop"]), int(backups[-1]["info"]["size"])
