"""Elasticsearch: heap, copies and who may touch which index."""

import pytest

from orogen.contract import Budget
from orogen.plan.build import plan
from orogen.services.search import SERVICE
from orogen.spec.environment import Environment
from tests.samples import node_type, production

GIB = 1024**3
MIB = 1024**2


def environment_with(members: int = 3) -> Environment:
    return production(nodes=(node_type("search", members, "search"),))


def data(members: int = 3) -> dict[str, object]:
    given = SERVICE.data(plan(environment_with(members)))
    return {key.removeprefix("profile::search::"): value for key, value in given.items()}


@pytest.mark.parametrize(
    ("memory", "heap"),
    [(200 * MIB, 256), (600 * MIB, 300), (16 * GIB, 8 * 1024), (62 * GIB, 31 * 1024), (256 * GIB, 31 * 1024)],
)
def test_the_heap_is_half_and_never_so_large_that_references_double(memory: int, heap: int) -> None:
    assert SERVICE.sizing(production(), Budget(cpus=4, memory=memory, disk=100 * GIB)) == {
        "profile::search::heap": heap
    }


@pytest.mark.parametrize(("members", "replicas"), [(1, 0), (2, 1), (3, 1), (5, 1)])
def test_a_second_copy_needs_a_second_member(members: int, replicas: int) -> None:
    assert data(members)["replicas"] == replicas


def test_the_applications_rights_cover_exactly_the_prefixes_of_its_dsns() -> None:
    variables = SERVICE.variables(plan(environment_with()))
    prefixes = [value.partition("?prefix=")[2] for value in variables.values()]
    assert data()["indices"] == [f"{prefix}*" for prefix in prefixes]


def test_dsns_name_one_host_without_a_path_as_orocommerce_parses_them() -> None:
    assert SERVICE.variables(plan(environment_with())) == {
        "ORO_SEARCH_ENGINE_DSN": "elastic-search://oro:{search_password}@127.0.0.1:19200?prefix=oro_search",
        "ORO_WEBSITE_SEARCH_ENGINE_DSN": "elastic-search://oro:{search_password}@127.0.0.1:19200?prefix=oro_website_search",
    }


def test_the_proxy_adds_the_tls_that_the_dsn_cannot_say() -> None:
    (endpoint,) = SERVICE.endpoints
    assert (endpoint.tls, endpoint.check, SERVICE.port(endpoint.port).encrypted) == ("originate", "tcp", True)


def test_a_member_knows_its_zone() -> None:
    laid_out = plan(environment_with())
    zones = [SERVICE.node_data(laid_out, node)["profile::search::zone"] for node in laid_out.cluster("search")]
    assert len(set(zones)) == 3


@pytest.mark.parametrize(("release", "series"), [("5.1", "8.*"), ("6.1", "8.*"), ("7.0", "9.*")])
def test_the_package_stays_in_the_series_of_the_release(release: str, series: str) -> None:
    assert SERVICE.pins(production(release=release)) == {"elasticsearch": series}


def test_it_comes_from_its_vendor_even_where_the_rest_is_debians() -> None:
    assert SERVICE.repositories(production(source="distribution")) == ("elastic",)
