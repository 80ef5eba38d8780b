"""websocket: every node stands by, one is active, and every client finds that one."""

import pytest

SERVICE = "websocket"
UNIT = "oro-websocket"


def _deployed(host):
    return host.file("/opt/orocommerce/current/bin/console").exists


def _maintenance(host):
    return host.run("ls /opt/orocommerce/shared/var/*/maintenance_lock").rc == 0


def test_the_keeper_runs_where_there_is_a_release(host):
    """Before the first deploy it waits, and that is no failure."""
    assert host.service(UNIT).is_enabled
    if not _maintenance(host):
        assert host.service(UNIT).is_running == _deployed(host)
    assert host.run(f"systemctl is-failed {UNIT}").rc != 0


@pytest.mark.usefixtures("deployed")
def test_a_frozen_keeper_is_killed_with_all_it_started(host):
    """The margins of the lease hang on these."""
    shown = host.check_output(
        f"systemctl show --property=WatchdogUSec,WatchdogSignal,KillMode,Restart,TimeoutStopUSec {UNIT}"
    )
    assert {*shown.splitlines()} == {
        "WatchdogUSec=6s",
        "WatchdogSignal=9",
        "KillMode=control-group",
        "Restart=always",
        "TimeoutStopUSec=7s",
    }


def test_who_leads_listens_and_who_stands_by_does_not(host, node):
    """HAProxy on the clients' nodes tells them apart by that."""
    leads = "leading" in host.check_output(f"systemctl show --property=StatusText {UNIT}")
    if not leads:
        assert not host.socket(f"tcp://{node['address']}:8080").is_listening
    shown = host.file("/var/lib/prometheus/node-exporter/orogen_leader_websocket.prom")
    assert not shown.exists or f'{{name="websocket"}} {int(leads)}' in shown.content_string


def test_the_login_at_the_voters_is_private(host):
    """The keeper is root; the code that it starts is not."""
    file = host.file("/etc/orogen/leader.json")
    assert (file.user, file.mode) == ("root", 0o400)


def test_the_code_is_told_all_three_addresses(host):
    """An empty one switches the server off without a word."""
    text = host.file("/opt/orocommerce/shared/.env-app.local").content_string
    assert "ORO_WEBSOCKET_SERVER_DSN='//0.0.0.0:8080'" in text
    assert "ORO_WEBSOCKET_BACKEND_DSN='tcp://127.0.0.1:18080'" in text
    assert "/ws'" in text
