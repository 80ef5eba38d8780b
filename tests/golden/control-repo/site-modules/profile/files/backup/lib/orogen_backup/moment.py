"""The database as it was at a moment: a server of its own on this node, which reads base backup and WAL until then.

It runs as the user `orogen-backup` below `/var/lib/orogen-moment`, is reached through a socket there alone, and goes
when the database was copied out of it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from orogen_backup import archive, database
from orogen_backup.commands import say
from orogen_backup.disk import mib
from orogen_backup.errors import Problem
from orogen_backup.manifest import Part
from orogen_backup.sets import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from orogen_backup.beside import Place
    from orogen_backup.settings import Settings

START_SECONDS = 6 * 3600
_CONFIGURATION = """\
listen_addresses = ''
port = 5432
unix_socket_directories = '{folder}'
hba_file = '{folder}/hba'
# It answers nobody before it is where it shall be, and needs no settings of the server that it is a copy of.
hot_standby = off
archive_mode = off
fsync = off
shared_buffers = 256MB
"""


@dataclass(frozen=True)
class Server:
    """Where the server is reached."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """Give what leads PostgreSQL's clients to it."""
        return {"PGHOST": str(self.folder), "PGPORT": "5432", "PGUSER": "postgres", "PGSSLMODE": "disable"}


def parsed(text: str, zone: ZoneInfo) -> datetime:
    """Read a moment: `2026-11-23 10:15`, in the environment's time zone unless it names another. Raises Problem."""
    try:
        found = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError as error:
        raise Problem(f"`{text}` is no moment: write it as `2026-11-23 10:15`, or with `+00:00` behind it") from error
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def faults(settings: Settings, at: datetime) -> Iterator[str]:
    """Give what is in the way of a return to this moment. Raises Problem."""
    if not settings.archive.is_dir():
        yield "WAL is not kept on this node: only sets can be restored"
        return
    oldest, size = archive.reach(settings)
    if at.timestamp() < oldest:
        yield f"WAL reaches back to {datetime.fromtimestamp(oldest, UTC):%FT%TZ}: for what is older take a set"
    if at > datetime.now(UTC):
        yield f"{at:%FT%TZ} has not come yet"
    free = shutil.disk_usage(settings.moment).free
    if free < size * 1.2:
        yield f"too little disk on this node: {mib(int(size * 1.2))} needed in {settings.moment}, {mib(free)} free"


def load(settings: Settings, at: datetime, place: Place) -> Part:
    """Load the database as it was at a moment into one beside the live one. Gives what it is. Raises Problem."""
    began = datetime.now(UTC)
    # A database that was just made is a commit after the moment, and the check has its WAL archived: in a shop where
    # nobody buys PostgreSQL would not know that it has come past the moment.
    database.make(place.database)
    archive.pgbackrest(settings, "check", member=archive.leader(settings))
    with _running(settings, at) as server, database.moment(server.variables) as (reader, snapshot):
        counts = database.counted(reader)
        with database.dumping(snapshot, server.variables) as program:
            measured = database.load(program.output(), place.database)
    say(f"the database came back to {at:%FT%TZ} in {(datetime.now(UTC) - began).total_seconds():.0f} s")
    return Part(DATABASE, f"{at:%FT%TZ}", f"{at:%FT%TZ}", measured.bytes, measured.sha256, counts)


@contextmanager
def _running(settings: Settings, at: datetime) -> Iterator[Server]:
    """Restore the server and run it at the moment; it and its folder go with the block."""
    folder = settings.moment
    _clear(settings)
    (folder / "data").mkdir(mode=0o700)
    shutil.chown(folder / "data", archive.USER, archive.USER)
    try:
        archive.pgbackrest(
            settings,
            *("--type=time", f"--target={at:%F %T.%f}+00", "--target-action=promote", "--archive-mode=off", "restore"),
            moment=True,
        )
        (folder / "hba").write_text("local all all trust\n")
        (folder / "configuration").write_text(_CONFIGURATION.format(folder=folder))
        for path in (folder / "hba", folder / "configuration"):
            shutil.chown(path, archive.USER, archive.USER)
        program = [f"{settings.postgresql}/postgres", "-D", f"{folder}/data"]
        program += ["-c", f"config_file={folder}/configuration"]
        with (folder / "log").open("w") as log, _as_user(program, log) as process:
            _wait(process, Server(folder), folder / "log")
            yield Server(folder)
    finally:
        _clear(settings)


@contextmanager
def _as_user(program: list[str], log: IO[str]) -> Iterator[subprocess.Popen[bytes]]:
    # setpriv becomes the program, so the signal that ends it reaches PostgreSQL.
    line = ["setpriv", f"--reuid={archive.USER}", f"--regid={archive.USER}", "--init-groups", "--", *program]
    variables = {"PATH": os.environ["PATH"], "TZ": "UTC"}
    process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=variables)
    try:
        yield process
    finally:
        # Without waiting for anybody's session.
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    """Wait until the server is at its moment. Raises Problem with what it said when it gave up."""
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with suppress(Problem):
            database.sql("SELECT 1", "postgres", server.variables)
            return
        time.sleep(1)
    said = [line for line in log.read_text(errors="replace").splitlines() if "FATAL" in line or "PANIC" in line]
    raise Problem(f"the database did not come back to that moment: {' / '.join(said[-3:]) or f'look at {log}'}")


def _clear(settings: Settings) -> None:
    for path in settings.moment.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
