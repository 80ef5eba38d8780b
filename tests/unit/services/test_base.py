from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any, cast

import pytest
import yaml

from orogen.catalogue import catalogue
from orogen.contract import Quorum, Service
from orogen.data import HIERADATA
from orogen.plan.build import plan
from orogen.services import base
from orogen.spec.environment import Administrator, Packages, Window
from orogen.spec.releases import RELEASES
from tests.samples import node_type, production

OSES = ("debian-12", "debian-13")
SOURCES = ("vendor", "distribution")
NODES = (node_type("database", 2, "coordination"), node_type("witness", 1, "coordination"))


def known_repositories(os: str) -> dict[str, dict[str, Any]]:
    files = (HIERADATA / "service" / "base.yaml", HIERADATA / "os" / f"{os}.yaml")
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        found |= yaml.safe_load(file.read_text())["profile::base::packages::catalogue"]
    return found


def service(**statements: Any) -> Service:
    quorum = Quorum(model="every", why="")
    return Service(name="x", title="x", profile="profile::x", why="", quorum=quorum, **statements)


@pytest.mark.parametrize(("release", "os", "source"), list(product(RELEASES, OSES, SOURCES)))
def test_every_repository_a_service_asks_for_is_known(release: str, os: str, source: str) -> None:
    environment = production(release=release, os=os, source=source)
    wanted = {name for known in catalogue().values() for name in known.repositories(environment)}
    versioned = {base._versioned(environment, name) for name in wanted}
    assert versioned - set(known_repositories(os)) == set()


@pytest.mark.parametrize("os", OSES)
def test_repositories_are_fetched_over_tls_and_pinned_by_whole_fingerprints(os: str) -> None:
    for name, repository in known_repositories(os).items():
        assert all(str(source["uri"]).startswith("https://") for source in repository["sources"]), name
        assert str(repository["key"]).startswith("https://"), name
        assert all(re.fullmatch("[0-9A-F]{40}", str(f)) for f in repository["fingerprints"]), name


@pytest.mark.parametrize(
    ("repository", "expected"),
    [("elastic", "elastic-9"), ("mongodb", "mongodb-8.0"), ("nodesource", "nodesource-24"), ("pgdg", "pgdg")],
)
def test_repositories_that_serve_one_series_are_named_with_it(repository: str, expected: str) -> None:
    assert base._versioned(production(release="7.0"), repository) == expected


def test_an_exact_pin_stands_before_every_glob_that_fits_it_too() -> None:
    services = [
        service(pins=lambda _: {"php8.4*": "8.4.*", "*": "1"}),
        service(pins=lambda _: {"php8.4-redis": "6.*", "php8.4-*": "*"}),
    ]
    assert [*base._pins(production(), services)] == ["php8.4-redis", "php8.4-*", "php8.4*", "*"]


def test_a_node_holds_what_its_services_hold_and_nothing_twice() -> None:
    laid_out = plan(production(nodes=NODES))
    data = base._node_data(laid_out, laid_out.nodes[0])
    assert data["profile::base::packages::held_units"] == ["etcd", "nftables"]
    assert data["profile::base::upgrades::held_packages"] == ["etcd-server"]


def test_every_node_knows_every_other_by_name() -> None:
    hosts = cast("list[dict[str, Any]]", base._data(plan(production(nodes=NODES)))["profile::base::names::hosts"])
    assert [host["name"] for host in hosts] == ["database1", "database2", "witness1"]


def test_one_administrator_may_have_several_keys() -> None:
    access = production().access
    keys = (
        Administrator(name="bob", key="ssh-ed25519 AAAA one"),
        Administrator(name="bob", key="ssh-ed25519 BBBB two"),
    )
    environment = replace(production(nodes=NODES), access=replace(access, administrators=keys))
    assert base._data(plan(environment))["profile::base::access::administrators"] == {
        "bob": ["ssh-ed25519 AAAA one", "ssh-ed25519 BBBB two"],
    }


def test_only_a_mirror_moves_the_repositories() -> None:
    environment = production(nodes=NODES)
    mirrored = replace(environment, packages=Packages(source="mirror", mirror="https://mirror.example"))
    assert "profile::base::packages::mirror" not in base._data(plan(environment))
    assert base._data(plan(mirrored))["profile::base::packages::mirror"] == "https://mirror.example"


def test_the_window_is_written_as_systemd_reads_it() -> None:
    window = Window(day="sunday", start="02:00", duration=120, timezone="Europe/Brussels")
    assert base.window_data(window) == {
        "day": "sunday",
        "start": "02:00",
        "duration": 120,
        "timezone": "Europe/Brussels",
        "calendar": "Sunday *-*-* 02:00:00 Europe/Brussels",
    }
