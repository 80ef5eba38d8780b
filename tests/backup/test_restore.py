"""A restore on a real PostgreSQL and a real restic: what it refuses, replaces, keeps; how it goes on after a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.backup import mongodb, postgresql
from tests.backup.command import run, sets, start
from tests.backup.conftest import needs_restic, written
from tests.backup.exporter import exporting
from tests.backup.fakes import program
from tests.backup.postgresql import psql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    needs_restic,
    pytest.mark.skipif(not postgresql.folder(), reason="needs root, runuser and a PostgreSQL server"),
    pytest.mark.skipif(not mongodb.available, reason="needs node"),
]

# oro-maintenance, as far as a restore uses it: what it is told is written down.
MAINTENANCE = """#!/bin/sh
echo "$*" >>{folder}/told
case "$2" in
  on | off) echo "$2" >{folder}/shop ;;
  status) printf '{{"state": "%s"}}' "$(cat {folder}/shop)" ;;
esac
"""
DATA = """
CREATE TABLE oro_order (id serial PRIMARY KEY, number text, token uuid DEFAULT uuid_generate_v4());
CREATE TABLE oro_user (id int PRIMARY KEY REFERENCES oro_order);
CREATE VIEW oro_open AS SELECT number FROM oro_order;
INSERT INTO oro_order (number) SELECT 'order ' || n FROM generate_series(1, 5000) n;
INSERT INTO oro_user VALUES (1), (2);
"""
BEFORE = {"product.jpg": "a picture", "manual.pdf": "how it works"}
AFTER = {"product.jpg": "another picture"}


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    with postgresql.running() as variables:
        yield variables


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, server: dict[str, str]) -> Path:
    """Give a folder with the repository of a shop that has one set."""
    folder = tmp_path_factory.mktemp("first")
    install(folder, server)
    run(folder, "create")
    empty(server)
    return folder


@pytest.fixture
def shop(tmp_path: Path, server: dict[str, str], first: Path) -> Iterator[Path]:
    """Give a folder whose settings lead to a shop of which there is a set, and which has gone on since."""
    for name in ("repository", "state", "cache"):
        shutil.copytree(first / name, tmp_path / name)
    install(tmp_path, server)
    psql(
        server, "INSERT INTO oro_order (number) VALUES ('since then'); DROP TABLE oro_user; CREATE TABLE added (id int)"
    )
    mongodb.put(tmp_path, "oro_public", AFTER)
    yield tmp_path
    empty(server)


def install(folder: Path, server: dict[str, str]) -> None:
    """Put a shop there, as its set has it."""
    configure(folder, server)
    psql(server, DATA)
    mongodb.install(folder, oro_public=BEFORE, oro_private={"invoice.pdf": "what it costs"})
    program(folder, "oro-maintenance", MAINTENANCE.format(folder=folder))
    (folder / "shop").write_text("off\n")


def configure(folder: Path, server: dict[str, str], **changed: str) -> None:
    programs = f"{folder}/bin:{postgresql.folder()}:/usr/sbin:/usr/bin:/bin"
    written(folder, **{**server, "BACKUP_FILES": "oro_public oro_private", "PATH": programs, **changed})


def empty(server: dict[str, str]) -> None:
    """Leave the server as Puppet makes it."""
    for name in psql(server, "SELECT datname FROM pg_database WHERE datname LIKE 'oro%'", "postgres").split():
        psql(server, f"DROP DATABASE {name} WITH (FORCE)", "postgres", "postgres")
    statements = postgresql.USERS.split(";\n")[3:]
    psql(server, ";\n".join(["", *(each for each in statements if "DATABASE" in each)]), "postgres", "postgres")
    psql(server, 'CREATE EXTENSION "uuid-ossp"', "oro", "postgres")


def state(server: dict[str, str], folder: Path) -> dict[str, Any]:
    """Give what a visitor would notice."""
    tables = "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE tableowner = 'oro'"
    return {
        "tables": psql(server, tables),
        "orders": psql(server, "SELECT count(*) FROM oro_order"),
        "public": mongodb.files(folder, "oro_public"),
        "private": mongodb.files(folder, "oro_private"),
        "shop": (folder / "shop").read_text().strip(),
    }


RESTORED = {
    "tables": "oro_order oro_user",
    "orders": "5000",
    "public": BEFORE,
    "private": {"invoice.pdf": "what it costs"},
    "shop": "off",
}
PRESENT = {**RESTORED, "tables": "added oro_order", "orders": "5001", "public": AFTER}


def test_database_and_files_come_back_together_and_the_state_before_is_kept(shop: Path, server: dict[str, str]) -> None:
    printed, said = run(shop, "restore", "latest", "--yes", "--format", "json")
    assert state(server, shop) == RESTORED
    report = json.loads(printed)
    assert json.loads((shop / f"state/restored-{report['id']}.json").read_text()) == report
    assert [step["name"] for step in report["steps"]] == [
        *("close", "load-database", "load-files", "prove", "swap-files", "swap-database"),
        *("flush", "reindex", "open", "health"),
    ]
    for line in (
        "database  0.2 MiB, 2 tables, 5002 rows, as of",
        "files     oro_public: 0.0 MiB, 2 files, as of",
        "replaced  database `oro` and all files of acme-prod, which is production",
        "lost      what was written since",
        "a guess: nothing was restored here yet",
    ):
        assert line in said.replace("0.3 MiB, 2 tables", "0.2 MiB, 2 tables"), said
    told = (shop / "told").read_text().splitlines()
    assert [line.split()[1] for line in told] == ["status", "on", "off"]
    # The state before: kept, and closed to everybody until somebody opens it.
    kept = report["kept"]
    assert mongodb.files(shop, "oro_public", kept["collections"]) == AFTER
    open_it = f"ALTER DATABASE {kept['database']} ALLOW_CONNECTIONS true"
    psql(server, open_it, "postgres", "restore")
    assert psql(server, "SELECT count(*) FROM oro_order", kept["database"]) == "5001"
    # Rights are as Puppet makes them; new orders go on from the last one; the owner is OroCommerce's user.
    assert psql(server, "INSERT INTO oro_order (number) VALUES ('next') RETURNING id") == "5001"
    assert psql(server, "SELECT has_database_privilege('backup', 'oro', 'CONNECT')") == "t"
    assert psql(server, "SELECT has_database_privilege('public', 'oro', 'CONNECT')") == "f"
    run(shop, "create")
    assert [each["complete"] for each in sets(shop)] == [True, True]
    said = run(shop, "forget-previous")[1]
    assert f"removed `{kept['database']}`" in said
    assert mongodb.collections(shop, "oro_public") == ["fs.chunks", "fs.files"]
    assert psql(server, "SELECT datname FROM pg_database WHERE datname LIKE 'oro%'") == "oro"


def test_a_set_of_each_tier_comes_back(shop: Path, server: dict[str, str]) -> None:
    """The oldest is kept by the monthly tier alone, the next by the weekly one, the newest by the hourly one."""
    times = ("2021-02-28T00:05", "2021-03-14T00:05", "2021-03-28T00:05", "2021-04-01T10:05")
    for moment in times:
        psql(server, "INSERT INTO oro_order (number) VALUES ('of a tier')")
        mongodb.put(shop, "oro_public", {"newest.txt": moment})
        run(shop, "create", OROGEN_TEST_NOW=f"{moment}:00Z")
    there = {each["set"]: each["tiers"] for each in sets(shop)}
    for number, name, tiers in (
        (0, "2021-02-28-000500", ["hourly", "weekly", "monthly"]),
        (1, "2021-03-14-000500", ["hourly", "weekly"]),
        (3, "2021-04-01-100500", ["hourly"]),
    ):
        assert there[name] == tiers
        run(shop, "restore", name, "--yes")
        assert psql(server, "SELECT count(*) FROM oro_order WHERE number = 'of a tier'") == str(number + 1)
        assert mongodb.files(shop, "oro_public")["newest.txt"] == times[number]
        # What was restored lies in the repository still.
        run(shop, "forget-previous")


def test_a_set_loaded_to_be_looked_at_replaces_nothing(shop: Path, server: dict[str, str]) -> None:
    report = json.loads(run(shop, "restore", "latest", "--target", "scratch", "--format", "json")[0])
    assert state(server, shop) == PRESENT
    assert psql(server, "SELECT count(*) FROM oro_order", report["kept"]["database"]) == "5000"
    assert not (shop / "told").exists()
    run(shop, "forget-previous")
    assert "scratch" not in psql(server, "SELECT string_agg(datname, ' ') FROM pg_database")


def test_a_shop_that_was_closed_before_stays_closed(shop: Path, server: dict[str, str]) -> None:
    (shop / "shop").write_text("on\n")
    run(shop, "restore", "latest", "--yes")
    assert state(server, shop) == {**RESTORED, "shop": "on"}


def test_without_somebody_to_agree_nothing_is_done(shop: Path, server: dict[str, str]) -> None:
    assert "nobody is there to agree: `--yes` does it" in run(shop, "restore", "latest", code=1)[1]
    assert state(server, shop) == PRESENT


# Settings that make the target a wrong one, and what is said about it.
WRONG = [
    ({"BACKUP_RELEASE": "7.0"}, "written by release 6.1, and 7.0 runs here: deploy that release first"),
    ({"BACKUP_FILES": ""}, "holds files (oro_public, oro_private), and this environment has no file store"),
    ({"PGPORT": "1"}, "no leader of the database: `psql` failed"),
    ({"BACKUP_MAINTENANCE": "/nowhere"}, "nobody can close the shop from this node"),
    ({"BACKUP_DATABASE_NODES": "127.0.0.1:1"}, "nobody knows how much disk is free on 127.0.0.1:1"),
]


@pytest.mark.parametrize(("changed", "said"), WRONG)
def test_a_wrong_target_is_refused(shop: Path, server: dict[str, str], changed: dict[str, str], said: str) -> None:
    configure(shop, server, **changed)
    assert said in run(shop, "restore", "latest", "--yes", code=1)[1]
    assert state(server, shop) == PRESENT


def test_sets_of_other_environments_are_restored_only_where_that_is_meant(shop: Path, server: dict[str, str]) -> None:
    configure(shop, server, BACKUP_HOST="acme-staging", BACKUP_TYPE="staging")
    assert "there is no complete set `latest`" in run(shop, "restore", "latest", "--yes", code=1)[1]
    run(shop, "create")
    run(shop, "restore", "latest", "--yes", "--from", "acme-prod")
    assert state(server, shop) == RESTORED
    configure(shop, server)
    said = run(shop, "restore", "latest", "--yes", "--from", "acme-staging", code=1)[1]
    assert "the set is of a staging environment, and `acme-prod` is production" in said


def test_too_little_disk_is_refused_and_keeps_a_verification_from_running(shop: Path, server: dict[str, str]) -> None:
    with exporting(mount="/var/lib", free=2 << 20, size=100 << 20) as port:
        configure(shop, server, BACKUP_DATABASE_NODES=f"127.0.0.1:{port}")
        said = run(shop, "restore", "latest", "--yes", code=1)[1]
        assert f"database: too little disk on 127.0.0.1:{port}:" in said
        assert "2.0 MiB free, 10.0 MiB must stay free" in said
        assert "not verified: database: too little disk" in run(shop, "verify")[1]
    assert state(server, shop) == PRESENT
    assert psql(server, "SELECT count(*) FROM pg_database WHERE datname LIKE 'oro%'") == "1"


@pytest.mark.parametrize("step", ["load-database", "load-files", "prove", "swap-files", "swap-database", "reindex"])
def test_a_restore_that_is_killed_goes_on_where_it_was(shop: Path, server: dict[str, str], step: str) -> None:
    """Killed in the middle of each step: until files change their names nothing is replaced, and then all of it is."""
    said = run(shop, "restore", "latest", "--yes", code=-signal.SIGKILL, OROGEN_TEST_KILL=step)[1]
    assert step not in [line.partition(":")[0] for line in said.splitlines()]
    if step in ("load-database", "load-files", "prove"):
        assert state(server, shop) == {**PRESENT, "shop": "on"}
    assert "a restore was broken off" in run(shop, "restore", "latest", "--yes", code=1)[1]
    assert "a restore was broken off" in run(shop, "forget-previous", code=1)[1]
    run(shop, "restore", "--resume")
    assert state(server, shop) == RESTORED
    assert not (shop / "state/restore.json").exists()
    run(shop, "forget-previous")
    assert mongodb.collections(shop, "oro_public") == ["fs.chunks", "fs.files"]
    assert psql(server, "SELECT datname FROM pg_database WHERE datname LIKE 'oro%'") == "oro"


def test_a_restore_that_replaced_nothing_yet_can_be_taken_back(shop: Path, server: dict[str, str]) -> None:
    run(shop, "restore", "latest", "--yes", code=-signal.SIGKILL, OROGEN_TEST_KILL="prove")
    run(shop, "restore", "--abandon")
    assert state(server, shop) == PRESENT
    assert psql(server, "SELECT datname FROM pg_database WHERE datname LIKE 'oro%'") == "oro"
    assert mongodb.collections(shop, "oro_public") == ["fs.chunks", "fs.files"]


@pytest.mark.parametrize(("word", "data"), [("--resume", RESTORED), ("--abandon", PRESENT)])
def test_who_says_that_nothing_writes_opens_the_shop(
    shop: Path, server: dict[str, str], word: str, data: dict[str, Any]
) -> None:
    """As oro-maintenance does it, which keeps its lock meanwhile: the restore itself must not call it."""
    run(shop, "restore", "latest", "--yes", code=-signal.SIGKILL, OROGEN_TEST_KILL="prove")
    (shop / "told").unlink()
    run(shop, "restore", word, "--writes-stopped")
    assert state(server, shop) == {**data, "shop": "on"}
    assert not (shop / "told").exists()


def test_a_restore_whose_last_steps_never_succeed_can_be_left(shop: Path, server: dict[str, str]) -> None:
    run(shop, "restore", "latest", "--yes", code=-signal.SIGKILL, OROGEN_TEST_KILL="reindex")
    assert state(server, shop) == {**RESTORED, "shop": "on"}
    # The shop has gone on without a table of the set.
    psql(server, "DROP TABLE oro_user")
    said = run(shop, "restore", "--resume", code=1)[1]
    assert "health: the live database lacks public.oro_user" in said
    assert "`--abandon` leaves it so" in said
    assert "not done: health. The state before is kept" in run(shop, "restore", "--abandon")[1]
    assert (shop / "shop").read_text().strip() == "off"
    run(shop, "forget-previous")


def test_a_plan_says_what_would_be_done_and_does_nothing(shop: Path, server: dict[str, str]) -> None:
    planned = json.loads(run(shop, "restore", "latest", "--plan", "--format", "json")[0])
    assert planned["set"] == sets(shop)[0]["set"]
    assert any(line.startswith("replaced  database `oro`") for line in planned["lines"])
    configure(shop, server, BACKUP_RELEASE="7.0")
    assert (
        "it cannot be done: the set was written by release 6.1" in run(shop, "restore", "latest", "--plan", code=1)[1]
    )
    assert state(server, shop) == PRESENT
    assert not (shop / "told").exists()


def test_a_set_that_comes_back_otherwise_replaces_nothing(shop: Path, server: dict[str, str]) -> None:
    """A digest and a count that are not the manifest's: the two that a sound repository could still hide."""
    for name, fault in (
        ("digest", "came back otherwise than it was stored"),
        ("count", "rows differ from the manifest"),
    ):
        said = run(shop, "restore", "latest", "--yes", code=1, OROGEN_TEST_FORGE=name)[1]
        assert fault in said, said
        assert "Nothing was replaced" in said
        run(shop, "restore", "--abandon")
        assert state(server, shop) == PRESENT


def test_clients_that_hold_connections_do_not_keep_the_swap_from_happening(shop: Path, server: dict[str, str]) -> None:
    def visit() -> None:
        command = ["psql", "-Xqc", "SELECT pg_sleep(600)", "-U", "oro", "-d", "oro"]
        subprocess.run(command, env={**os.environ, **server}, stderr=subprocess.DEVNULL, check=False)

    visitors = [Thread(target=visit) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    time.sleep(0.5)
    run(shop, "restore", "latest", "--yes")
    for visitor in visitors:
        visitor.join(30)
    assert state(server, shop) == RESTORED


def test_the_newest_set_is_verified_and_nothing_of_it_stays(shop: Path, server: dict[str, str]) -> None:
    result = json.loads(run(shop, "verify", "--format", "json")[0])
    assert result["verified"]
    assert "2 tables, 5002 rows, as in the manifest" in result["results"]
    assert state(server, shop) == PRESENT
    figures = (shop / "metrics/orogen-backup.prom").read_text()
    assert "orogen_backup_verify_failed 0\n" in figures
    assert psql(server, "SELECT datname FROM pg_database WHERE datname LIKE 'oro%'") == "oro"


def test_a_verification_that_fails_is_said_and_cleans_up(shop: Path, server: dict[str, str]) -> None:
    assert "did not come back whole" in run(shop, "verify", code=1, OROGEN_TEST_FORGE="count")[1]
    assert "orogen_backup_verify_failed 1\n" in (shop / "metrics/orogen-backup.prom").read_text()
    assert psql(server, "SELECT datname FROM pg_database WHERE datname LIKE 'oro%'") == "oro"


def test_what_a_killed_verification_left_goes_when_systemd_says_so(shop: Path, server: dict[str, str]) -> None:
    with start(shop, "verify", OROGEN_TEST_KILL="prove") as process:
        process.communicate(timeout=120)
    assert "verifying" in psql(server, "SELECT string_agg(datname, ' ') FROM pg_database")
    run(shop, "ended", "verify", SERVICE_RESULT="signal", EXIT_STATUS="9")
    assert "verifying" not in psql(server, "SELECT string_agg(datname, ' ') FROM pg_database")
    assert mongodb.collections(shop, "oro_public") == ["fs.chunks", "fs.files"]
