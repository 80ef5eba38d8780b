"""backup: sets are made, can be opened, are complete, and nobody but root reads what opens them."""

import json
import time

import pytest

SERVICE = "backup"
METRICS = "/var/lib/prometheus/node-exporter/orogen-backup.prom"


@pytest.mark.parametrize("timer", ["orogen-backup.timer", "orogen-backup-check.timer"])
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
    probe = "set -a; . /etc/orogen/backup/environment; psql --no-psqlrc -Atwc 'SHOW transaction_read_only'"
    assert host.check_output("bash -c %s", probe) == "on"


@pytest.fixture(scope="module")
def first_set(host):
    """Skip until the timer has started the first run; from then on a set must be there."""
    started = host.check_output("systemctl show --property=ExecMainStartTimestamp --value orogen-backup.service")
    if not started.strip() and not host.file(METRICS).exists:
        due = host.check_output("systemctl show --property=NextElapseUSecRealtime --value orogen-backup.timer")
        pytest.skip(f"not run: the first set is made at {due.strip()}")


@pytest.mark.usefixtures("first_set")
def test_the_newest_set_is_young_and_complete(host):
    """Made within two hours; its manifest names each part, and the repository has them all."""
    manifest = json.loads(host.check_output("orogen-backup restic dump latest --tag manifest,hourly /manifest.json"))
    made = time.mktime(time.strptime(manifest["time"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
    assert time.time() - made < 7200
    assert "database.dump" in {part["name"] for part in manifest["parts"]}
    day_of = host.check_output("orogen-backup restic snapshots --json --tag hourly")
    stored = {path for snapshot in json.loads(day_of) for path in snapshot["paths"]}
    assert {f"/{part['name']}" for part in manifest["parts"]} <= stored


@pytest.mark.usefixtures("first_set")
def test_a_part_comes_back_as_it_went_in(host):
    """The digest of the database's dump, read back from the repository, is the manifest's."""
    manifest = json.loads(host.check_output("orogen-backup restic dump latest --tag manifest,hourly /manifest.json"))
    wanted = next(part["sha256"] for part in manifest["parts"] if part["name"] == "database.dump")
    read = "orogen-backup restic dump latest --tag database,hourly /database.dump | sha256sum"
    assert host.check_output(read).split()[0] == wanted


@pytest.mark.usefixtures("first_set")
def test_nothing_unfinished_is_left(host):
    """No part of a set that was never completed, while no run is under way."""
    left = "flock --nonblock /var/lib/orogen-backup/lock orogen-backup restic snapshots --json --tag incomplete"
    assert json.loads(host.check_output(left) or "[]") in ([], None)


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
