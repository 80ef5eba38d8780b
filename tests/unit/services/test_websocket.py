"""How browsers and the code find the one websocket server that is active."""

from dataclasses import replace

import pytest

from orogen.plan.build import plan
from orogen.services.websocket import SERVICE
from orogen.spec.environment import Environment
from tests.samples import node_type, production


def with_url(url: str) -> Environment:
    environment = production()
    return replace(environment, application=replace(environment.application, url=url))


@pytest.mark.parametrize(
    ("url", "browsers"),
    [
        ("https://shop.acme.example", "//*:443/ws"),
        ("http://shop.test", "//*:80/ws"),
        ("https://shop.test:8443/shop", "//*:8443/ws"),
    ],
)
def test_browsers_are_told_the_public_port(url: str, browsers: str) -> None:
    assert SERVICE.variables(plan(with_url(url)))["ORO_WEBSOCKET_FRONTEND_DSN"] == browsers


def test_all_three_addresses_are_set_or_none() -> None:
    assert len(SERVICE.variables(plan(production()))) == 3
    alone = production(nodes=(node_type("app", 1, "web", "consumer", "cron"),))
    assert SERVICE.variables(plan(alone)) == {}


def test_the_code_finds_the_active_server_through_its_proxy_on_every_node() -> None:
    made = plan(production())
    found = next(endpoint for endpoint in made.endpoints if endpoint.service == "websocket")
    assert (found.endpoint.listen, found.endpoint.check, found.endpoint.tls) == (18080, "tcp", "none")
    assert "application" in found.clients
    port = SERVICE.variables(made)["ORO_WEBSOCKET_BACKEND_DSN"].rpartition(":")[2]
    assert port == str(found.endpoint.listen)


def test_it_stands_on_the_votes_of_etcd() -> None:
    assert (SERVICE.quorum.model, SERVICE.quorum.voters) == ("leader", "coordination")
    sources = {f.source for f in plan(production()).flows if (f.target, f.port) == ("coordination", 2379)}
    running = {service for node in plan(production()).cluster("websocket") for service in node.services}
    assert sources & running
