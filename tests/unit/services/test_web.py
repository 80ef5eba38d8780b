"""Sizes of php-fpm, and what nginx is told."""

from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any

import pytest

from orogen.contract import Budget
from orogen.plan.build import plan
from orogen.services.web import CERTIFICATE_NAME, SERVICE
from orogen.spec.environment import Environment
from tests.samples import PRODUCTION_NODES, production

MIB = 1024**2
GIB = 1024**3


def data(environment: Environment) -> dict[str, Any]:
    return {key.removeprefix("profile::web::"): value for key, value in SERVICE.data(plan(environment)).items()}


def sizes(memory: int, cpus: int = 8) -> dict[str, Any]:
    given = SERVICE.sizing(production(), Budget(cpus=cpus, memory=memory, disk=100 * GIB))
    return {key.removeprefix("profile::web::"): value for key, value in given.items()}


def with_url(url: str) -> Environment:
    environment = production()
    return replace(environment, application=replace(environment.application, url=url))


@pytest.mark.parametrize(
    ("memory", "cpus", "children", "limit"),
    [
        (300 * MIB, 2, 2, 512),
        (2 * GIB, 2, 6, 512),
        (6 * GIB, 4, 10, 1024),
        (29 * GIB, 8, 56, 1024),
        (60 * GIB, 4, 64, 1024),
    ],
)
def test_processes_follow_memory_and_processors(memory: int, cpus: int, children: int, limit: int) -> None:
    given = sizes(memory, cpus)
    assert (given["children"], given["memory_limit"]) == (children, limit)


@pytest.mark.parametrize("memory", [300 * MIB, 2 * GIB, 8 * GIB, 64 * GIB])
def test_one_request_at_its_limit_always_fits(memory: int) -> None:
    given = sizes(memory)
    assert given["memory_maximum"] >= given["opcache_memory"] + given["memory_limit"]


@pytest.mark.parametrize(
    ("url", "names", "https"),
    [("https://shop.acme.example", ["shop.acme.example"], True), ("http://shop.test:8080/", ["shop.test"], False)],
)
def test_the_shop_answers_for_its_own_host(url: str, names: list[str], https: bool) -> None:
    given = data(with_url(url))
    assert (given["server_names"], given["https"]) == (names, https)


def test_only_the_networks_of_the_spec_are_let_in() -> None:
    assert data(production())["allow"] == []
    environment = production()
    closed = replace(environment, access=replace(environment.access, allow=(IPv4Network("198.51.100.0/24"),)))
    assert data(closed)["allow"] == ["198.51.100.0/24"]


def test_without_a_websocket_server_there_is_no_way_to_one() -> None:
    assert data(production())["websocket_port"] == 18080
    without = tuple(
        replace(t, services=tuple(service for service in t.services if service != "websocket"))
        for t in PRODUCTION_NODES
    )
    assert data(production(nodes=without))["websocket_port"] is None


def test_web_nodes_know_each_other_by_a_name_that_no_other_node_has() -> None:
    names = {certificate.certname: certificate.names for certificate in plan(production()).certificates}
    holders = {certname.partition(".")[0] for certname, known in names.items() if CERTIFICATE_NAME in known}
    assert holders == {"web1", "web2"}


def test_the_shop_behind_is_open_to_web_nodes_only_and_encrypted() -> None:
    flows = [flow for flow in plan(production()).flows if (flow.target, flow.port) == ("web", 8443)]
    assert [(flow.source, flow.networks, flow.encrypted) for flow in flows] == [("web", (), True)]
