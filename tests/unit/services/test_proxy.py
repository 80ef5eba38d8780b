from __future__ import annotations

from typing import Any

import pytest
import yaml

from orogen.data import HIERADATA
from orogen.plan.build import plan
from orogen.services.proxy import SERVICE
from tests.samples import node_type, production


def endpoints(node: str) -> dict[str, Any]:
    made = plan(production())
    found = next(n for n in made.nodes if n.name == node)
    data = SERVICE.node_data(made, found)["profile::proxy::endpoints"]
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("web1", {"database-postgresql", "queue-amqp", "search-http", "websocket-websocket", "mail-submissions"}),
        ("job2", {"database-postgresql", "queue-amqp", "search-http", "websocket-websocket", "mail-submissions"}),
        ("cache1", set()),
        ("database1", set()),
    ],
)
def test_a_node_has_the_endpoints_of_its_own_services(node: str, expected: set[str]) -> None:
    assert set(endpoints(node)) == expected


def test_the_leader_of_the_database_is_found_by_asking_patroni() -> None:
    made = plan(production())
    assert endpoints("web1")["database-postgresql"] == {
        "listen": 15432,
        "port": 5432,
        "tls": "passthrough",
        "check": "OPTIONS /primary",
        "check_port": 8008,
        "balance": "first",
        "members": made.members("database"),
    }


def test_a_check_without_a_port_of_its_own_goes_where_the_traffic_goes() -> None:
    queue = endpoints("web1")["queue-amqp"]
    assert queue["check"] == "tcp"
    assert queue["check_port"] == queue["port"]


def test_no_two_endpoints_listen_on_one_port_of_a_node() -> None:
    """Also where everything runs on one machine: the servers' own ports are taken too."""
    services = ("web", "websocket", "consumer", "cron", "database", "coordination", "search", "queue", "cache", "files")
    made = plan(production(nodes=(node_type("app", 1, *services),)))
    data = SERVICE.node_data(made, made.nodes[0])["profile::proxy::endpoints"]
    assert isinstance(data, dict)
    listening = [endpoint["listen"] for endpoint in data.values()]  # type: ignore[index,call-overload]
    taken = [port.number for service in made.services for port in service.ports if port.protocol == "tcp"]
    assert len({*listening, *taken}) == len(listening) + len(set(taken))


def test_a_node_without_clients_needs_no_endpoint() -> None:
    made = plan(production(nodes=(node_type("witness", 1, "coordination"),)))
    assert SERVICE.node_data(made, made.nodes[0])["profile::proxy::endpoints"] == {}


def test_the_metrics_port_is_the_one_that_the_firewall_opens() -> None:
    given = yaml.safe_load((HIERADATA / "service" / "proxy.yaml").read_text())
    assert given["profile::proxy::metrics_port"] == SERVICE.port("metrics").number == SERVICE.exporters[0].port
