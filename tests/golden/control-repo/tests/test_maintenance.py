"""maintenance: tools, credentials and the window are there, for root alone where they are secret; all nodes obey."""

import json

import pytest

SERVICE = "maintenance"


@pytest.mark.parametrize("tool", ["composer", "git", "node", "npm", "psql", "redis-cli", "etcdctl", "restic", "jq"])
def test_tools_are_installed(host, tool):
    """Each can be found by root."""
    assert host.exists(tool)


def test_credentials_are_for_root_alone(host):
    """Readable by nobody else, and without a placeholder left."""
    credentials = host.file("/etc/orogen/credentials")
    assert (credentials.user, credentials.group, credentials.mode) == ("root", "root", 0o400)
    assert host.run("grep -E '\\{[a-z0-9_]+\\}|redacted' /etc/orogen/credentials").rc == 1
    assert host.run("sh -c '. /etc/orogen/credentials'").rc == 0


def test_the_window_can_be_read_by_tools(host):
    """A day, a start, a length, and a start that systemd understands."""
    window = json.loads(host.file("/etc/orogen/window.json").content_string)
    assert window["duration"] > 0
    assert host.run(f"systemd-analyze calendar '{window['calendar']}'").rc == 0


def test_the_message_of_the_day_names_every_node(host, environment):
    """Whoever logs in sees where they are and what there is."""
    message = host.file("/etc/motd").content_string
    assert environment["name"] in message
    assert all(node["name"] in message for node in environment["nodes"])


def test_the_tool_reaches_every_node(host, environment):
    """Over TLS, through every firewall, with the token."""
    status = json.loads(host.run("oro-maintenance service status --format json").stdout)
    assert status["faults"] == []
    assert {unit["node"] for unit in status["units"]} == {node["name"] for node in environment["nodes"]}


def test_the_tool_sees_every_cluster(host):
    """Each member tells about itself, and no two of them lead."""
    status = json.loads(host.run("oro-maintenance cluster status --format json").stdout)
    for service in status["services"]:
        assert service["members"], service
        assert all(len(names) < 2 for names in service["leaders"].values()), service


def test_the_tools_secrets_are_for_root_alone(host):
    """The token opens every node."""
    settings = host.file("/etc/orogen/maintenance.json")
    assert (settings.user, settings.mode) == ("root", 0o400)
    assert "redacted" not in settings.content_string


def test_the_log_is_not_for_everybody(host):
    """Comments may name customers."""
    assert host.file("/var/log/oro-maintenance").mode == 0o750
