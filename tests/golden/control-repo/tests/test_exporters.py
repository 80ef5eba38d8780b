"""exporters: the node exporter answers on the node's address, with what orogen's own script adds."""

import time

import pytest

SERVICE = "exporters"


@pytest.fixture(scope="module")
def metrics(host, node):
    """Give all metrics of the node: name with labels -> value."""
    host.check_output("systemctl start orogen-metrics.service")
    lines = host.check_output(f"curl --fail --silent http://{node['address']}:9100/metrics").splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line and line[0] != "#"}


def test_it_runs_and_listens_on_the_nodes_address_alone(host, node):
    """Neither localhost nor another network of the machine gets an answer."""
    assert host.service("prometheus-node-exporter").is_running
    assert host.service("prometheus-node-exporter").is_enabled
    assert host.socket(f"tcp://{node['address']}:9100").is_listening
    assert not host.socket("tcp://0.0.0.0:9100").is_listening
    assert host.run("curl --silent --max-time 3 http://127.0.0.1:9100/metrics").rc != 0


def test_it_knows_when_certificates_end(metrics):
    """The authority and at least one certificate of the node; none has ended."""
    ends = {name: value for name, value in metrics.items() if name.startswith("orogen_certificate_expiry")}
    assert any("authority.pem" in name for name in ends)
    assert all(value > time.time() for value in ends.values())


def test_it_knows_the_firewall_and_pending_reboots(metrics):
    """The firewall of this node is loaded."""
    assert metrics["orogen_firewall_loaded"] == 1
    assert metrics["orogen_reboot_required"] in (0, 1)


def test_no_collector_fails_on_the_scripts_file(metrics):
    """A malformed file would take every metric of every script away."""
    assert metrics["node_textfile_scrape_error"] == 0


def test_the_script_goes_on_by_itself(host):
    """Its timer is armed."""
    assert host.service("orogen-metrics.timer").is_running
    assert host.service("orogen-metrics.timer").is_enabled
