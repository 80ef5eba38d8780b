"""files: every member replicates, the users can do what they must and no more, and nobody comes in without a login."""

import json

import pytest

SERVICE = "files"


def _ask(host, expression):
    return json.loads(host.check_output(f"orogen-mongosh --eval 'EJSON.stringify({expression})'"))


def _members(environment):
    return [node["name"] for node in environment["nodes"] if SERVICE in node["services"]]


@pytest.fixture(scope="module", autouse=True)
def mongodb(host, real):
    """See that this is MongoDB."""
    real(host.run("mongod --version").stdout, "MongoDB")


@pytest.fixture(scope="module")
def status(host):
    """Give the replica set as this member sees it."""
    return _ask(host, "rs.status()")


def test_it_runs_as_configured_and_as_its_own_user(host):
    """The key and the certificate are for nobody else's eyes."""
    for unit in ("mongod", "orogen-converge-files"):
        assert host.service(unit).is_running
        assert host.service(unit).is_enabled
    assert host.run("mongod --config /etc/mongod.conf --outputConfig").rc == 0
    for path in ("/etc/mongod.key", "/etc/orogen/tls/mongodb/combined.pem"):
        file = host.file(path)
        assert (file.user, file.mode) == ("mongodb", 0o400), path


def test_every_planned_node_is_a_healthy_member(status, environment):
    """One primary, and the others follow it."""
    assert sorted(member["name"] for member in status["members"]) == sorted(
        f"{name}:27017" for name in _members(environment)
    )
    states = [member["stateStr"] for member in status["members"]]
    assert states.count("PRIMARY") == 1
    assert set(states) <= {"PRIMARY", "SECONDARY"}


def test_nobody_reads_without_a_login(host):
    """The address that first users are made from is no way in once there are users."""
    refused = host.run(
        "mongosh --quiet --norc 'mongodb://127.0.0.1/oro_public?directConnection=true' --eval 'db.getCollectionNames()'"
    )
    assert refused.rc != 0
    assert "requires authentication" in refused.stdout + refused.stderr


@pytest.mark.parametrize("database", ["oro_public", "oro_private"])
def test_the_application_owns_its_databases_and_logs_in_there(host, database):
    """Each database has its own user: OroCommerce's DSN cannot name another one to log in at."""
    user = _ask(host, f'db.getSiblingDB("{database}").getUser("oro")')
    assert user["roles"] == [{"role": "dbOwner", "db": database}]


def test_a_write_is_confirmed_by_a_majority(host):
    """Nobody has set another default, and no arbiter weakens it."""
    assert _ask(host, "db.adminCommand({getDefaultRWConcern: 1})")["defaultWriteConcern"]["w"] == "majority"


def test_members_offer_tls_with_the_environments_certificate(host, node):
    """As another member sees it."""
    shown = host.run(
        f"openssl s_client -connect {node['address']}:27017 -CAfile /etc/orogen/tls/authority.pem "
        f"-verify_hostname {node['name']} -verify_return_error </dev/null"
    )
    assert "Verify return code: 0 (ok)" in shown.stdout


def test_it_listens_on_its_own_address_only(host, node):
    """Loopback is for the administrator on the node."""
    assert host.socket(f"tcp://{node['address']}:27017").is_listening
    assert not host.socket("tcp://0.0.0.0:27017").is_listening


def test_monitoring_is_told_that_it_is_up(host):
    """The timer's last run wrote the member's state."""
    assert host.service("orogen-files-metrics.timer").is_running
    assert "orogen_files_up 1" in host.file("/var/lib/prometheus/node-exporter/orogen-files.prom").content_string
