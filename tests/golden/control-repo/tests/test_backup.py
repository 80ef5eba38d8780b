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
    """The node exporters of all nodes with a database or files."""
    nodes = host.check_output("bash -c %s", f'{SETTINGS}echo "$BACKUP_DATABASE_NODES $BACKUP_FILES_NODES"').split()
    assert nodes
    for node in nodes:
        probe = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=10)"
        host.check_output("python3 -c %s %s", probe, f"http://{node}/metrics")


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
