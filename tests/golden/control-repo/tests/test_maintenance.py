"""maintenance: tools, credentials and the window are there, and the credentials are for root alone."""

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
