"""cron: every node stands by, one is active."""

import pytest

SERVICE = "cron"
UNIT = "oro-cron"


def _maintenance(host):
    return host.run("ls /opt/orocommerce/shared/var/*/maintenance_lock").rc == 0


def test_the_keeper_runs_where_there_is_a_release(host):
    """Before the first deploy it waits, and that is no failure."""
    deployed = host.file("/opt/orocommerce/current/bin/console").exists
    assert host.service(UNIT).is_enabled
    if not _maintenance(host):
        assert host.service(UNIT).is_running == deployed
    assert host.run(f"systemctl is-failed {UNIT}").rc != 0


@pytest.mark.usefixtures("deployed")
def test_a_frozen_keeper_is_killed_with_all_it_started(host):
    """The margins of the lease hang on these."""
    shown = host.check_output(f"systemctl show --property=WatchdogUSec,WatchdogSignal,KillMode,Restart {UNIT}")
    assert {*shown.splitlines()} == {"WatchdogUSec=6s", "WatchdogSignal=9", "KillMode=control-group", "Restart=always"}


def test_the_loop_runs_only_where_the_keeper_leads(host):
    """As OroCommerce's user."""
    leads = "leading" in host.check_output(f"systemctl show --property=StatusText {UNIT}")
    loops = host.run("pgrep --full --list-name --euid oro '^/bin/sh /usr/local/lib/orogen/cron'").stdout.splitlines()
    assert bool(loops) == leads
    assert len(loops) <= 1


def test_nothing_else_starts_oros_cron(host):
    """A crontab left from another installation would run everything twice."""
    places = "/etc/crontab /etc/cron.d /etc/cron.hourly /etc/cron.daily /var/spool/cron"
    assert host.run(f"grep --recursive --files-with-matches oro:cron {places}").stdout == ""


def test_the_loop_is_sound(host):
    """The shell parses it."""
    host.run_expect([0], "sh -n /usr/local/lib/orogen/cron")
