"""monitoring: Prometheus asks every node of the environment and has every alert."""

import json

import pytest

SERVICE = "monitoring"


def _ask(host, path):
    return json.loads(host.check_output(f"curl --fail --silent 'http://127.0.0.1:9090/api/v1/{path}'"))["data"]


@pytest.fixture(scope="module")
def targets(host):
    """Give what Prometheus asks."""
    return _ask(host, "targets?state=active")["activeTargets"]


def test_it_runs_with_files_that_its_own_tool_accepts(host):
    """Both files as they are on the node."""
    assert host.service("prometheus").is_running
    assert host.service("prometheus").is_enabled
    assert host.run("promtool check config /etc/prometheus/prometheus.yml").rc == 0


def test_it_asks_every_node_of_the_environment(targets, environment):
    """The node exporter of each node, under the node's own name."""
    asked = {target["labels"]["node"] for target in targets if target["labels"]["service"] == "exporters"}
    assert asked == {node["name"] for node in environment["nodes"]}


def test_every_node_answers(targets):
    """Says which do not, and why."""
    silent = {
        t["scrapeUrl"]: t["lastError"] for t in targets if t["labels"]["service"] == "exporters" and t["lastError"]
    }
    assert silent == {}


def test_alerts_are_loaded_and_can_be_evaluated(host):
    """Every group that the file has is there, and no rule is in error."""
    groups = _ask(host, "rules")["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    written = int(host.check_output("grep -c '^  - alert:' /etc/prometheus/orogen.rules.yml"))
    assert len(rules) == written
    assert [rule["name"] for rule in rules if rule["health"] == "err"] == []


def test_the_watchdog_fires(host):
    """The alert that always fires: its silence is how a dead Prometheus is noticed."""
    assert "Watchdog" in {alert["labels"]["alertname"] for alert in _ask(host, "alerts")["alerts"]}
