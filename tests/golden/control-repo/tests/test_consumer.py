"""consumer: every queue has its processes, and they come back however they ended."""

import pytest

SERVICE = "consumer"
TARGET = "oro-consumers.target"


@pytest.fixture(scope="module")
def instances(host):
    """Give the units that the target wants."""
    wants = host.check_output(f"systemctl show --property=Wants --value {TARGET}").split()
    return [unit for unit in wants if unit.startswith("oro-consumer-")]


def test_every_queue_has_consumers(instances, environment):
    """A queue without one would keep its messages for ever; cron's commands wait in oro.system."""
    queues = {"oro.default"}
    if any("queue" in node["services"] for node in environment["nodes"]):
        queues |= {"oro.index", "oro.integration", "oro.system"}
    assert {unit.removeprefix("oro-consumer-").partition("@")[0] for unit in instances} == queues


def test_all_start_together(host):
    """Whoever ends maintenance starts the target."""
    maintenance = host.run("ls /opt/orocommerce/shared/var/*/maintenance_lock").rc == 0
    assert host.service(TARGET).is_enabled
    assert maintenance or host.service(TARGET).is_running


def test_they_run_where_there_is_a_release(host, instances):
    """At least half of them at any moment: they end by design, and are back after three seconds."""
    deployed = host.file("/opt/orocommerce/current/bin/console").exists
    maintenance = host.run("ls /opt/orocommerce/shared/var/*/maintenance_lock").rc == 0
    if maintenance:
        pytest.skip("maintenance")
    states = host.run(f"systemctl is-active {' '.join(instances)}").stdout.split()
    assert (states.count("active") + states.count("activating") > len(states) / 2) == deployed


def test_systemd_never_gives_up_and_never_cuts_a_message(host, instances):
    """A consumer ends by design, often right after its start."""
    shown = host.check_output(
        f"systemctl show --property=Restart,RestartUSec,StartLimitIntervalUSec,KillMode,User,Slice {instances[0]}"
    )
    assert {*shown.splitlines()} == {
        "Restart=always",
        "RestartUSec=3s",
        "StartLimitIntervalUSec=0",
        "KillMode=mixed",
        "User=oro",
        "Slice=oro-consumers.slice",
    }
    stop = host.check_output(f"systemctl show --property=TimeoutStopUSec --value {instances[0]}")
    assert stop == "5min"


def test_they_limit_themselves(host, instances):
    """Below PHP's own limit, and for a time; without debug, which leaks."""
    command = host.check_output(f"systemctl show --property=ExecStart --value {instances[0]}")
    for option in ("--memory-limit=", "--time-limit=now + ", "--no-debug", "--env="):
        assert option in command, option
