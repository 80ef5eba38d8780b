"""control: the maintenance nodes are heard, nobody else is."""

import json

import pytest

SERVICE = "control"
SOCKET = "orogen-control.socket"


@pytest.fixture
def controlled(environment):
    """Skip where no maintenance node is there to ask."""
    if not any("maintenance" in node["services"] for node in environment["nodes"]):
        pytest.skip("not run: no maintenance node")


@pytest.mark.usefixtures("controlled")
def test_it_listens_on_the_nodes_own_address_only(host, node):
    """The firewall is not the only thing between it and others."""
    assert host.service(SOCKET).is_running
    assert host.service(SOCKET).is_enabled
    listening = host.check_output("ss --no-header --listening --tcp --numeric 'sport = :9443'").split()
    assert listening[3] == f"{node['address']}:9443"


@pytest.mark.usefixtures("controlled")
def test_settings_are_for_root_alone(host):
    """The token opens every node."""
    settings = host.file("/etc/orogen/control.json")
    assert (settings.user, settings.mode) == ("root", 0o400)
    assert "redacted" not in settings.content_string


@pytest.mark.usefixtures("controlled")
def test_units_that_it_starts_and_stops_exist(host):
    """A name that systemd does not know would be found out in the middle of maintenance."""
    services = json.loads(host.file("/etc/orogen/control.json").content_string)["services"]
    for unit in {unit for stated in services.values() for unit in stated.get("units", ())}:
        assert host.check_output(f"systemctl show --property=LoadState --value {unit}") == "loaded", unit


@pytest.mark.usefixtures("controlled")
def test_without_the_token_nothing_is_done(host, node):
    """A certificate alone is not enough: other users of a maintenance node can read its key."""
    tls = "/etc/orogen/tls"
    said = host.run(
        f"curl --silent --output /dev/null --write-out '%{{http_code}}' --cacert {tls}/authority.pem "
        f"--cert {tls}/root/certificate.pem --key {tls}/root/private_key.pem --data '{{}}' "
        f"https://{node['address']}:9443/v1/state"
    )
    assert said.stdout == "403"


@pytest.mark.usefixtures("controlled")
def test_without_a_certificate_nobody_is_heard(host, node):
    """The connection ends before a request is read."""
    said = host.run(
        "curl --silent --output /dev/null --cacert /etc/orogen/tls/authority.pem --data '{}' "
        f"https://{node['address']}:9443/v1/state"
    )
    assert said.rc != 0
