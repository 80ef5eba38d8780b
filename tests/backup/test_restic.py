"""Sets in a real restic repository: made, kept, removed; what is left when disk, repository or run is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.backup import fakes, mongodb
from tests.backup.command import failed, run, run_by_systemd, sets, start
from tests.backup.conftest import needs_restic, written
from tests.backup.stand_in import StandIn, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from orogen_backup.settings import Settings

pytestmark = needs_restic
# Days and hours after a Sunday's first hour: enough to see each tier come and go.
RUNS = ((0, 0), (0, 1), (2, 0), (2, 1), (7, 3), (8, 0), (14, 0), (22, 9), (36, 0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path)
    fakes.database(tmp_path)
    return tmp_path


def restic(folder: Path, *words: str) -> str:
    return run(folder, "restic", "--quiet", *words)[0]


def test_the_stand_in_of_the_simulation_behaves_as_restic_does(settings: Settings) -> None:
    """The same runs on both leave the same sets, with the same tiers, parts and sizes."""
    from orogen_backup.create import make, own_sets
    from orogen_backup.repository import Restic

    settings = replace(settings, kept={"hourly": "2d", "weekly": "14d", "monthly": "2m"})
    real, stand_in = Restic(settings), StandIn(settings.environment)
    real.open()
    begin = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
    for days, hours in RUNS:
        for repository in (real, stand_in):
            make(settings, repository, sources("database.dump"), begin + timedelta(days, hours=hours))
        told = [
            [(each.id, each.time, each.tiers, each.bytes, each.complete) for each in own_sets(repository, settings)]
            for repository in (real, stand_in)
        ]
        assert told[0] == told[1]
    # Of February and of March, the last Sundays passed.
    assert [each[2] for each in told[0]] == [("hourly", "weekly", "monthly")] * 2


def test_a_set_is_whole_and_its_parts_come_back_as_they_went_in(folder: Path) -> None:
    run(folder, "create", "--label", "before the upgrade")
    (made,) = sets(folder)
    assert made["complete"]
    assert made["tiers"] == ["hourly", "weekly", "monthly"]
    assert (made["bytes"], made["label"], made["release"]) == (6, "before the upgrade", "6.1")
    manifest = json.loads(restic(folder, "dump", "latest", "--tag", "manifest,hourly", "/manifest.json"))
    (part,) = manifest["parts"]
    assert part["counts"] == {"public.oro_order": 2}
    assert manifest["database"] == {"version": "17.2", "bytes": 4096}
    assert restic(folder, "dump", "latest", "--tag", "database", "/database.dump") == "a dump"
    figures = (folder / "metrics/orogen-backup.prom").read_text()
    assert 'orogen_backup_size_bytes{tier="hourly"} 6\n' in figures


def test_nothing_of_a_set_is_readable_without_the_key(folder: Path) -> None:
    fakes.database(folder, b"a customer's name" * 100)
    run(folder, "create")
    held = [path.read_bytes() for path in (folder / "repository").rglob("*") if path.is_file()]
    assert held
    assert not any(b"customer" in data or b"oro_order" in data for data in held)
    written(folder, RESTIC_PASSWORD="another key")
    assert "wrong password" in run(folder, "list", code=1)[1]


@pytest.mark.parametrize("then", ["echo 'server closed the connection' >&2; exit 1", "kill -9 $$"])
def test_a_dump_that_breaks_off_makes_no_set_and_leaves_nothing(folder: Path, then: str) -> None:
    run(folder, "create")
    fakes.database(folder, b"half a dump", then)
    said = run(folder, "create", code=1)[1]
    assert "`pg_dump` failed: server closed the connection" in said or "`pg_dump` was killed by signal 9" in said
    assert [each["complete"] for each in sets(folder)] == [True]
    assert len(json.loads(restic(folder, "snapshots", "--json"))) == 2


def test_a_run_that_is_killed_leaves_no_set_and_the_next_one_cleans_up(folder: Path) -> None:
    run(folder, "create")
    fakes.database(folder, os.urandom(20_000_000), "exec sleep 1000")
    with start(folder, "create") as process:
        wait_for_pack(folder)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert [each["complete"] for each in sets(folder)].count(True) == 1
    fakes.database(folder, b"another dump")
    run(folder, "create")
    assert [each["complete"] for each in sets(folder)] == [True, True]
    restic(folder, "check", "--read-data")


@pytest.mark.skipif(not mongodb.available, reason="needs node")
@pytest.mark.parametrize(
    ("step", "complete"), [("store-database", 1), ("store-files", 1), ("store-manifest", 2), ("forget-manifests", 1)]
)
def test_a_run_that_is_killed_in_any_step_is_told_and_made_up_for(folder: Path, step: str, complete: int) -> None:
    """In the last two steps the new set is there already; in the last one the old one goes."""
    hourly = "1h" if step == "forget-manifests" else "7d"
    written(folder, BACKUP_FILES="oro_public", BACKUP_HOURLY=hourly, BACKUP_WEEKLY="0", BACKUP_MONTHLY="0")
    mongodb.install(folder, oro_public={"product.jpg": "a picture"})
    run_by_systemd(folder, "create", OROGEN_TEST_NOW="2026-03-04T10:05:00Z")
    assert not failed(folder, "create")
    killed = {"OROGEN_TEST_NOW": "2026-03-04T12:05:00Z", "OROGEN_TEST_KILL": step}
    run_by_systemd(folder, "create", code=-signal.SIGKILL, **killed)
    assert failed(folder, "create")
    assert [each["complete"] for each in sets(folder)].count(True) == complete
    fakes.database(folder, b"another dump")
    run_by_systemd(folder, "create", OROGEN_TEST_NOW="2026-03-04T12:30:00Z")
    assert not failed(folder, "create")
    there = sets(folder)
    assert [each["complete"] for each in there] == [True] * (complete + 1)
    assert there[0]["set"] == "2026-03-04-123000"
    restic(folder, "check", "--read-data")


def wait_for_pack(folder: Path) -> None:
    """Wait until restic has stored something of the run."""
    before = len(list((folder / "repository/data").rglob("*")))
    deadline = time.monotonic() + 120
    while len(list((folder / "repository/data").rglob("*"))) <= before:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_another_node_left_is_no_set_and_goes_when_its_run_must_be_over(settings: Settings) -> None:
    from orogen_backup.create import make, own_sets

    repository, now = StandIn(settings.environment), datetime(2026, 3, 4, 10, 5, tzinfo=UTC)
    repository.store("database.dump", [b"half"], now, ["set:2026-03-04-100500-other", "database"])
    make(settings, repository, sources("database.dump"), now + timedelta(hours=1))
    assert [each.complete for each in own_sets(repository, settings)] == [False, True]
    make(settings, repository, sources("database.dump"), now + timedelta(hours=13))
    assert [each.complete for each in own_sets(repository, settings)] == [True, True]


def test_a_removal_that_is_cut_short_leaves_no_set_without_its_parts(settings: Settings) -> None:
    """Whenever it stops, each manifest that is left has all of its parts."""
    from orogen_backup.create import make, own_sets, remove

    repository, now = StandIn(settings.environment), datetime(2026, 3, 4, 10, 5, tzinfo=UTC)
    for number in range(3):
        make(settings, repository, sources("database.dump", "oro_public.archive"), now + timedelta(hours=number))
    gone: list[str] = []
    forget = repository.forget

    def one_by_one(ids: list[str]) -> None:
        for identity in ids:
            forget([identity])
            gone.append(identity)
            manifests = [each for each in own_sets(repository, settings) if each.manifest]
            assert all(each.complete for each in manifests)

    repository.forget = one_by_one  # type: ignore[method-assign, assignment]
    remove(repository, own_sets(repository, settings)[:2])
    assert len(gone) == 6


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """Put the repository on a disk of 24 MB, where this machine lets us mount one."""
    repository = folder / "repository"
    repository.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", repository], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield repository
    subprocess.run(["umount", repository], check=True)


def test_a_full_disk_makes_no_set_and_damages_none(folder: Path, small_disk: Path) -> None:
    run(folder, "create")
    fakes.database(folder, os.urandom(40_000_000))
    assert "no space left on device" in run_by_systemd(folder, "create", code=1)
    assert failed(folder, "create")
    assert [each["complete"] for each in sets(folder)].count(True) == 1
    subprocess.run(["mount", "-o", "remount,size=96m", small_disk], check=True)
    run_by_systemd(folder, "create")
    assert not failed(folder, "create")
    assert [each["complete"] for each in sets(folder)] == [True, True]
    restic(folder, "check", "--read-data")


@pytest.mark.parametrize("loss", ["gone", "emptied", "damaged"])
def test_a_lost_repository_is_said_and_no_second_one_is_begun_in_its_place(folder: Path, loss: str) -> None:
    run(folder, "create")
    repository = folder / "repository"
    if loss == "damaged":
        (repository / "config").write_bytes(b"")
    else:
        repository.rename(folder / "elsewhere")
    if loss == "emptied":
        repository.mkdir()
    said = run_by_systemd(folder, "create", code=1)
    assert failed(folder, "create")
    assert f"the repository `{repository}` cannot be opened" in said
    assert "--new-repository" in said
    if loss != "damaged":
        assert not (repository / "config").exists()
        run(folder, "create", "--new-repository")
        assert len(sets(folder)) == 1
        run(folder, "create")


def test_another_repository_in_its_place_is_refused(folder: Path) -> None:
    run(folder, "create")
    (folder / "repository").rename(folder / "elsewhere")
    (folder / "state/repository").rename(folder / "known")
    run(folder, "create")
    (folder / "known").rename(folder / "state/repository")
    assert "holds another repository than the last time" in run(folder, "create", code=1)[1]


def test_a_second_run_says_who_holds_the_lock(folder: Path) -> None:
    fakes.database(folder, b"a dump", f"touch {folder}/dumping; exec sleep 1000")
    with start(folder, "create") as process:
        while not (folder / "dumping").exists():
            assert process.poll() is None
            time.sleep(0.05)
        said = run_by_systemd(folder, "create", code=75)
        process.send_signal(signal.SIGTERM)
    assert f"another run is under way: process {process.pid}, since " in said
    # That is no failure: the first run is the hour's.
    assert not (folder / "metrics/orogen-backup.prom").exists()
    assert sets(folder) == []
    fakes.database(folder)
    run_by_systemd(folder, "create")
    assert [each["complete"] for each in sets(folder)] == [True]


def test_before_the_first_set_a_list_says_so(folder: Path) -> None:
    said = run(folder, "list", code=1)[1]
    assert "no set was made from this node yet" in said
    assert "{" not in said


def test_a_standby_node_leaves_the_hour_alone_when_a_set_is_there(folder: Path) -> None:
    run(folder, "create", "--if-due")
    assert "another node has made a set this hour" in run(folder, "create", "--if-due")[1]
    assert len(sets(folder)) == 1


def test_a_run_waits_for_the_database_and_says_why(folder: Path) -> None:
    written(folder, BACKUP_WAIT="1")
    fakes.program(folder, "psql", "#!/bin/sh\necho 'connection refused' >&2\nexit 2\n")
    said = run(folder, "create", code=1)[1]
    assert "waiting: no leader of the database: `psql` failed: connection refused" in said
    assert "; waited 1 s" in said


def test_a_check_reads_data_and_finds_damage(folder: Path) -> None:
    written(folder, BACKUP_CHECK_PARTS="1")
    fakes.database(folder, os.urandom(100_000))
    run(folder, "create")
    run(folder, "check")
    assert "orogen_backup_check_failed 0\n" in (folder / "metrics/orogen-backup.prom").read_text()
    pack = max(
        (path for path in (folder / "repository/data").rglob("*") if path.is_file()), key=lambda p: p.stat().st_size
    )
    pack.chmod(0o600)
    pack.write_bytes(b"x" * 1000 + pack.read_bytes()[1000:])
    assert "the repository did not pass its check" in run(folder, "check", code=1)[1]
    assert "orogen_backup_check_failed 1\n" in (folder / "metrics/orogen-backup.prom").read_text()


@pytest.mark.parametrize(
    ("result", "status", "figure"),
    [("success", "0", "0"), ("signal", "9", "1"), ("timeout", "15", "1"), ("success", "75", "")],
)
def test_systemd_tells_how_a_run_ended(folder: Path, result: str, status: str, figure: str) -> None:
    run(folder, "ended", "create", SERVICE_RESULT=result, EXIT_CODE="exited", EXIT_STATUS=status)
    shown = folder / "metrics/orogen-backup.prom"
    said = shown.read_text() if shown.exists() else ""
    assert (f'orogen_backup_failed{{run="create"}} {figure}\n' in said) is bool(figure)
