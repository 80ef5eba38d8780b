"""proxy: HAProxy listens on this machine only and knows which member of each store is alive."""

import csv
import re

import pytest

SERVICE = "proxy"

CONFIGURATION = "/etc/haproxy/haproxy.cfg"
WEBSOCKET = "websocket-websocket"


# Written out, because a minimal Debian has neither socat nor netcat.
ASK = (
    "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/run/haproxy/admin.sock'); "
    "s.sendall(b'show stat\\n'); print(s.makefile().read())"
)


def rows(host):
    """Give HAProxy's own view: a row for each frontend, server and backend."""
    text = host.check_output(f'python3 -c "{ASK}"')
    return list(csv.DictReader(text.strip().removeprefix("# ").splitlines()))


def test_haproxy_runs_with_a_valid_configuration(host):
    """And is there again after a reboot."""
    haproxy = host.service("haproxy")
    assert haproxy.is_running
    assert haproxy.is_enabled
    assert host.run(f"haproxy -c -f {CONFIGURATION}").rc == 0


def test_stores_are_offered_to_this_machine_alone(host, node):
    """Whoever reaches such a port from elsewhere would be taken for this node."""
    text = host.file(CONFIGURATION).content_string
    binds = re.findall(r"^  bind (\S+):(\d+)$", text, re.MULTILINE)
    assert {address for address, port in binds if port != "8405"} <= {"127.0.0.1"}
    assert {address for address, port in binds if port == "8405"} == {"127.0.0.1", node["address"]}
    for address, port in binds:
        assert host.socket(f"tcp://{address}:{port}").is_listening


def down(host):
    """Give the backends without a live member: each is an outage for this node."""
    return {row["pxname"] for row in rows(host) if row["svname"] == "BACKEND" and row["status"] != "UP"}


def test_every_store_has_a_live_member(host):
    """The application's own backend is the next check."""
    assert down(host) - {WEBSOCKET} == set()


@pytest.mark.usefixtures("deployed")
def test_one_websocket_server_is_alive(host):
    """It runs where its keeper leads."""
    assert WEBSOCKET not in down(host)


def test_at_most_one_member_of_the_database_takes_writes(host):
    """The standbys answer 503 to OPTIONS /primary."""
    up = [r["svname"] for r in rows(host) if r["pxname"] == "database-postgresql" and r["status"] == "UP"]
    assert len([name for name in up if name not in ("FRONTEND", "BACKEND")]) <= 1


def test_members_are_known_by_their_certificates(host):
    """Where the proxy speaks TLS, to the store or to its check, it looks at who answers."""
    for line in host.file(CONFIGURATION).content_string.splitlines():
        if line.startswith("  server ") and (" ssl " in line or " check-ssl " in line):
            name = line.split()[1]
            assert "verify required ca-file /etc/orogen/tls/authority.pem" in line
            assert f"verifyhost {name} " in line


def test_metrics_are_there_for_prometheus(host, node):
    """And nothing else is on that port."""
    metrics = host.check_output(f"curl --silent --fail http://{node['address']}:8405/metrics")
    assert "haproxy_process_uptime_seconds" in metrics
    assert host.run(f"curl --silent --fail http://{node['address']}:8405/").rc != 0
