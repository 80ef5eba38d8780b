"""The database at a moment between two sets, by a real pgBackRest; and WAL that is missing."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.backup import mongodb, postgresql
from tests.backup.command import run
from tests.backup.conftest import needs_restic, written
from tests.backup.postgresql import psql

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIGURATION = """\
[global]
repo1-path={folder}/wal
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=a passphrase
repo1-retention-full-type=time
repo1-retention-full=7
lock-path={folder}/lock
log-level-file=off
start-fast=y
[oro]
pg1-path={data}
pg1-port={port}
pg1-socket-path={socket}
"""


def segments(*numbers: int, timeline: int = 1) -> list[str]:
    names = (f"{timeline:08X}{number >> 8:08X}{number & 255:08X}" for number in numbers)
    return [f"{name[:16]}/{name}-{'ab' * 20}.gz" for name in names]


@pytest.mark.parametrize(
    ("names", "first", "gone"),
    [
        ([], 5, 0),
        (segments(3, 4, 5, 6), 4, 0),
        (segments(4, 5, 7, 8), 4, 1),
        # The next log begins after 256 segments.
        (segments(254, 255, 256, 257), 254, 0),
        # A failover goes on in another timeline; both have the segment in which it happened.
        ([*segments(4, 5), *segments(5, 6, timeline=2), "00000002.history.gz"], 4, 0),
        (segments(9), 4, 5),
    ],
)
def test_wal_that_is_missing_is_counted(names: list[str], first: int, gone: int) -> None:
    from orogen_backup.archive import missing

    assert missing(names, first) == gone


def test_a_segment_s_name_is_a_number() -> None:
    from orogen_backup.archive import segment

    assert segment("0000000100000002000000FE") == 2 * 256 + 254


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("2026-11-23 10:15", datetime(2026, 11, 23, 9, 15, tzinfo=UTC)),
        ("2026-07-01T10:15:30", datetime(2026, 7, 1, 8, 15, 30, tzinfo=UTC)),
        ("2026-11-23 10:15 UTC", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)),
        ("2026-11-23 10:15+05:45", datetime(2026, 11, 23, 4, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_the_environment_s_zone(written_as: str, meant: datetime) -> None:
    from zoneinfo import ZoneInfo

    from orogen_backup.moment import parsed

    assert parsed(written_as, ZoneInfo("Europe/Berlin")) == meant


@pytest.mark.parametrize(
    ("newest", "now", "expected"),
    [
        ("2026-11-23T02:45", "2026-11-24T01:45", False),
        ("2026-11-23T02:45", "2026-11-24T02:45", True),
        ("2026-11-23T14:45", "2026-11-23T15:45", False),
        # One that was made by day does not stand for that of the night.
        ("2026-11-23T14:45", "2026-11-24T02:00", True),
        ("1970-01-01T00:00", "2026-11-23T10:45", True),
    ],
)
def test_a_base_backup_is_due_once_a_night(newest: str, now: str, expected: bool) -> None:
    from zoneinfo import ZoneInfo

    from orogen_backup.archive import due

    zone = ZoneInfo("Europe/Berlin")
    made, asked = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (newest, now))
    assert due(made.timestamp(), asked) is expected


def configure(folder: Path, variables: dict[str, str]) -> None:
    """Write pgBackRest's configuration for a server, as its user reads it."""
    for name, data in (("pgbackrest", variables["data"]), ("moment", f"{folder}/moment/data")):
        path = folder / f"pgbackrest/{name}.conf"
        place = {"port": variables["PGPORT"], "socket": str(Path(variables["data"]).parent)}
        path.write_text(CONFIGURATION.format(folder=folder, data=data, **place))
        shutil.chown(path, "postgres", "postgres")


def archiving(folder: Path) -> tuple[str, ...]:
    """Give the settings of a server that sends its WAL there."""
    command = f"pgbackrest --config={folder}/pgbackrest/pgbackrest.conf --stanza=oro archive-push %p"
    return ("-c archive_mode=on", f"-c archive_command='{command}'", "-c max_connections=250")


@pytest.fixture
def shop() -> Iterator[tuple[Path, dict[str, str]]]:
    """Give a folder whose settings lead to a shop with a set, a base backup, and WAL since."""
    if not (shutil.which("pgbackrest") and postgresql.folder() and mongodb.available):
        pytest.skip("needs root, PostgreSQL, pgBackRest and node")
    # Not below pytest's folder, which is closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="orogen-moment."))
    try:
        for name in ("pgbackrest", "moment", "wal", "lock"):
            (folder / name).mkdir()
            shutil.chown(folder / name, "postgres", "postgres")
        folder.chmod(0o755)
        with postgresql.running(*archiving(folder)) as variables:
            configure(folder, variables)
            programs = f"{folder}/bin:{postgresql.folder()}:/usr/sbin:/usr/bin:/bin"
            login = {name: value for name, value in variables.items() if name != "data"}
            settings = {"PATH": programs, "BACKUP_POSTGRESQL": str(postgresql.folder()), "BACKUP_FILES": "oro_public"}
            written(folder, **login, **settings)
            mongodb.install(folder, oro_public={"product.jpg": "a picture"})
            psql(login, "CREATE TABLE oro_order (number int)")
            run(folder, "create")
            run(folder, "base", OROGEN_TEST_USER="postgres")
            psql(login, "INSERT INTO oro_order VALUES (1), (2)")
            yield folder, login
    finally:
        shutil.rmtree(folder)


@needs_restic
def test_the_database_comes_back_to_a_moment_between_two_sets(shop: tuple[Path, dict[str, str]]) -> None:
    folder, server = shop
    time.sleep(1.1)
    moment = datetime.now(UTC)
    time.sleep(1.1)
    psql(server, "DELETE FROM oro_order; INSERT INTO oro_order VALUES (3)")
    mongodb.put(folder, "oro_public", {"other.jpg": "another"})
    user = {"OROGEN_TEST_USER": "postgres"}
    later = f"{moment + timedelta(days=1):%F %T}+00:00"
    assert "has not come yet" in run(folder, "restore", "--at", later, "--yes", "--writes-stopped", code=1, **user)[1]

    words = ("restore", "--at", f"{moment:%F %T.%f}+00:00", "--yes", "--writes-stopped", "--format", "json")
    printed, said = run(folder, *words, **user)
    assert psql(server, "SELECT string_agg(number::text, ' ') FROM oro_order") == "1 2"
    assert mongodb.files(folder, "oro_public") == {"product.jpg": "a picture"}
    assert "missing   files that came in the 0 min between the set and that moment" in said
    report = json.loads(printed)
    assert report["at"] == moment.isoformat()
    assert list((folder / "moment").iterdir()) == []
    # What was there before is kept, as with a set.
    psql(server, f"ALTER DATABASE {report['kept']['database']} ALLOW_CONNECTIONS true", "postgres", "restore")
    assert psql(server, "SELECT number FROM oro_order", report["kept"]["database"]) == "3"


@needs_restic
def test_wal_that_is_lost_is_told_and_the_moment_after_it_is_not_reached(shop: tuple[Path, dict[str, str]]) -> None:
    folder, server = shop
    psql(server, "SELECT pg_switch_wal(); INSERT INTO oro_order VALUES (4)", "oro", "postgres")
    moment = datetime.now(UTC)
    psql(server, "SELECT pg_switch_wal(); INSERT INTO oro_order VALUES (5)", "oro", "postgres")
    run(folder, "prepare-archive", OROGEN_TEST_USER="postgres")
    found = sorted((folder / "wal").rglob("0000*-*"))
    found[-2].unlink()
    words = ("restore", "--at", f"{moment:%F %T.%f}+00:00", "--yes", "--writes-stopped")
    said = run(folder, *words, code=1, OROGEN_TEST_USER="postgres")[1]
    assert "the database did not come back to that moment" in said
    assert "Nothing was replaced" in said
    run(folder, "restore", "--abandon")
    # A base backup is not due before the next night; the gap makes one at once, and later moments are reached again.
    said = run(folder, "base", "--if-due", OROGEN_TEST_USER="postgres")[1]
    assert "1 segments of WAL are missing" in said
    assert "made the base backup" in said
    assert "orogen_backup_wal_missing 0\n" in (folder / "metrics/orogen-backup.prom").read_text()
    assert "made the base backup" not in run(folder, "base", "--if-due", OROGEN_TEST_USER="postgres")[1]


@needs_restic
def test_a_cluster_that_was_made_anew_goes_on_beside_the_former_one(shop: tuple[Path, dict[str, str]]) -> None:
    folder, _server = shop
    with postgresql.running(*archiving(folder)) as variables:
        configure(folder, variables)
        said = run(folder, "base", "--if-due", OROGEN_TEST_USER="postgres")[1]
        assert "another cluster than before" in said
        assert "made the base backup" in said
        assert "orogen_backup_wal_missing 0\n" in (folder / "metrics/orogen-backup.prom").read_text()
