"""backup: sets are made, can be opened, are complete, and nobody but root reads what opens them."""

import json
import time
from datetime import datetime

import pytest

SERVICE = "backup"
METRICS = "/var/lib/prometheus/node-exporter/orogen-backup.prom"
SETTINGS = "set -a; . /etc/orogen/backup/environment; "
PSQL = "psql --no-psqlrc --no-password -Atwc"
NEWEST = "orogen-backup restic dump latest --tag manifest,hourly /manifest.json"


@pytest.mark.parametrize("timer", ["orogen-backup.timer", "orogen-backup-check.timer", "orogen-backup-verify.timer"])
def test_timers_wait_for_their_hour(host, environment, timer):
    """Enabled, and with a next time; off while the environment stands by for another region."""
    if environment.get("standby"):
        assert not host.service(timer).is_running
        assert not host.service(timer).is_enabled
        return
    assert host.service(timer).is_running
    assert host.service(timer).is_enabled
    assert host.check_output("systemctl show --property NextElapseUSecRealtime --value %s", timer).strip()


def test_what_opens_the_repository_is_for_root_alone(host):
    """The folder, and every file in it."""
    folder = host.file("/etc/orogen/backup")
    assert (folder.user, folder.group, folder.mode) == ("root", "root", 0o700)
    assert host.check_output("find /etc/orogen/backup -type f ! -perm 0400") == ""
    assert host.run("grep --recursive redacted /etc/orogen/backup").rc == 1


def test_the_database_can_be_read_through_the_proxy(host):
    """With the login of the dump and its version of the client."""
    assert host.check_output("bash -c %s", f"{SETTINGS}{PSQL} 'SHOW transaction_read_only'") == "on"


def test_a_restore_may_make_databases_for_orocommerce(host):
    """With the login of a restore, which owns what OroCommerce owns."""
    rights = "SELECT rolcreatedb AND pg_has_role('oro', 'MEMBER') FROM pg_roles WHERE rolname = current_user"
    probe = f'{SETTINGS}PGUSER=restore PGDATABASE=postgres {PSQL} "{rights}"'
    assert host.check_output("bash -c %s", probe) == "t"


def test_free_disk_can_be_asked_where_a_restore_fills_it(host):
    """The node exporters of all nodes with a database or files know the disk that holds them."""
    probe = (
        "import sys; sys.path.insert(0, '/usr/local/lib/orogen-backup'); from orogen_backup import disk; "
        "print(*disk.room(disk.metrics(sys.argv[2]), disk.FOLDERS[sys.argv[1]]))"
    )
    asked = 0
    for store in ("database", "files"):
        nodes = host.check_output("bash -c %s", f'{SETTINGS}echo "$BACKUP_{store.upper()}_NODES"').split()
        for node in nodes:
            free, size = host.check_output("python3 -B -c %s %s %s", probe, store, node).split()
            assert 0 < int(free) < int(size)
            asked += 1
    assert asked


@pytest.fixture(scope="module")
def first_set(host):
    """Skip until the timer has started the first run; from then on a set must be there."""
    started = host.check_output("systemctl show --property=ExecMainStartTimestamp --value orogen-backup.service")
    if not started.strip() and not host.file(METRICS).exists:
        due = host.check_output("systemctl show --property=NextElapseUSecRealtime --value orogen-backup.timer")
        pytest.skip(f"not run: the first set is made at {due.strip()}")


@pytest.mark.usefixtures("first_set")
def test_the_newest_set_is_young_and_complete(host):
    """Made within two hours, with all parts that its manifest names."""
    newest = next(
        found for found in json.loads(host.check_output("orogen-backup list --format json")) if found["tiers"]
    )
    assert newest["complete"]
    assert time.time() - datetime.fromisoformat(newest["time"]).timestamp() < 7200
    manifest = json.loads(host.check_output(NEWEST))
    assert manifest["name"] in newest["set"]
    assert manifest["parts"][0]["name"] == "database.dump"
    assert sum(part["bytes"] for part in manifest["parts"]) == newest["bytes"]


@pytest.mark.usefixtures("first_set")
def test_a_part_comes_back_as_it_went_in(host):
    """The digest of the database's dump, read back from the repository, is the manifest's."""
    manifest = json.loads(host.check_output(NEWEST))
    wanted = next(part["sha256"] for part in manifest["parts"] if part["name"] == "database.dump")
    snapshots = json.loads(host.check_output("orogen-backup restic snapshots --json --tag database"))
    (found,) = (each["id"] for each in snapshots if any(manifest["name"] in tag for tag in each["tags"]))
    read = "orogen-backup restic dump %s /database.dump | sha256sum"
    assert host.check_output(read, found).split()[0] == wanted


@pytest.mark.usefixtures("first_set")
def test_nothing_unfinished_is_left(host):
    """No part of a set that was never completed, while no run is under way."""
    left = "flock --nonblock /var/lib/orogen-backup/lock orogen-backup list --format json"
    assert [found["set"] for found in json.loads(host.check_output(left)) if not found["complete"]] == []


def test_a_second_run_says_who_holds_the_lock(host):
    """And ends with 75, which the unit does not count as a failure."""
    said = host.run("flock --nonblock /var/lib/orogen-backup/lock orogen-backup create")
    assert said.rc == 75
    assert "another run is under way" in said.stderr


@pytest.mark.usefixtures("first_set")
def test_monitoring_knows_of_the_last_set(host):
    """The figure that the alert is about."""
    metrics = host.file(METRICS).content_string
    assert 'orogen_backup_last_success_timestamp_seconds{tier="hourly"}' in metrics


ARCHIVE = "runuser --user orogen-backup -- pgbackrest --config=/etc/orogen/archive/pgbackrest.conf --stanza=oro"


@pytest.fixture(scope="module")
def archive(host):
    """Skip where this node keeps no WAL."""
    if not host.file("/etc/orogen/archive").exists:
        pytest.skip("not wanted here: WAL is not kept on this node")
    return json.loads(host.check_output(f"{ARCHIVE} info --output=json"))[0]


def test_what_opens_the_archive_is_for_its_user_alone(host, archive):
    """It names its repository's passphrase."""
    assert archive["cipher"] == "aes-256-cbc"
    assert host.check_output("find /etc/orogen/archive /var/lib/orogen-moment -perm /o=rwx") == ""


def test_the_database_s_wal_arrives(host, archive):
    """A segment that the leader finishes now, through pgBackRest's servers on both sides."""
    assert host.service("orogen-archive").is_running
    assert archive["db"]
    assert host.run("orogen-backup prepare-archive").rc == 0


def test_a_base_backup_waits_for_its_night(host, archive):
    """It is looked each hour whether one is due; no WAL is missing since the last one."""
    timer = host.service("orogen-backup-base.timer")
    assert timer.is_running
    assert timer.is_enabled
    if archive["backup"]:
        assert "orogen_backup_wal_missing 0" in host.file(METRICS).content_string
