from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from orogen.boxes.packages import package_sets

if TYPE_CHECKING:
    from orogen.verify.catalogs import Catalog

WEB: Catalog = {
    "Package[nginx]": {"ensure": "installed"},
    "Package[haproxy]": {},
    "File[/etc/nginx]": {"ensure": "directory"},
}


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({}, ["redis"]),
        ({"ensure": "installed"}, ["redis"]),
        ({"ensure": "latest"}, ["redis"]),
        ({"ensure": "7:7.0.15-1"}, ["redis"]),
        ({"ensure": "held"}, ["redis"]),
        ({"name": "redis-server"}, ["redis-server"]),
        ({"ensure": "absent"}, []),
        ({"ensure": "purged"}, []),
        ({"ensure": "absent", "name": "redis-server"}, []),
    ],
)
def test_what_a_package_resource_installs(parameters: dict[str, Any], wanted: list[str]) -> None:
    assert package_sets([{"Package[redis]": parameters}]) == [tuple(wanted)]


def test_packages_alone_count_and_are_sorted() -> None:
    assert package_sets([WEB]) == [("haproxy", "nginx")]


def test_nodes_that_install_the_same_are_one_line() -> None:
    other: Catalog = {"Package[redis]": {}}
    same: Catalog = {
        "Package[one]": {"name": "nginx"},
        "Package[two]": {"name": "haproxy"},
        "Package[x]": {"name": "nginx"},
    }
    assert package_sets([WEB, other, WEB, same]) == [("haproxy", "nginx"), ("redis",)]
    assert package_sets([same, other]) == package_sets([other, WEB])


def test_the_sets_are_sorted() -> None:
    names = [f"package{number}" for number in range(8)]
    catalogs: list[Catalog] = [{f"Package[{name}]": {}} for name in reversed(names)]
    assert package_sets(catalogs) == [(name,) for name in names]


def test_no_nodes_install_nothing() -> None:
    assert package_sets([]) == []
