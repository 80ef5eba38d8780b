from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from orogen.catalogue import catalogue
from orogen.contract import Budget
from orogen.data import HIERADATA
from orogen.plan.build import plan
from orogen.services import database
from orogen.services.database import FAILOVER, GIB, MIB, SERVICE, connections
from orogen.spec.environment import Database, Environment
from orogen.spec.releases import RELEASES
from tests.samples import node_type, production

ALL_ON_ONE = (
    node_type("app", 1, "web", "websocket", "consumer", "cron", "database", "coordination", "queue", "cache"),
)


def data(environment: Environment, key: str) -> Any:
    return SERVICE.data(plan(environment))[f"profile::database::{key}"]


def sizes(environment: Environment, memory: int, disk: int = 100 * GIB, cpus: int = 4) -> dict[str, int]:
    given = SERVICE.sizing(environment, Budget(cpus=cpus, memory=memory, disk=disk))["profile::database::sizes"]
    assert isinstance(given, dict)
    return {name: int(str(value).removesuffix("MB")) for name, value in given.items()}


@pytest.mark.parametrize("name", FAILOVER)
def test_timers_fit_together(name: str) -> None:
    """Patroni's documentation of its dynamic settings; with others it silently falls back to its own."""
    timers = FAILOVER[name]
    assert timers.loop_wait + 2 * timers.retry_timeout <= timers.ttl
    assert (timers.ttl >= 20, timers.loop_wait >= 1, timers.retry_timeout >= 3) == (True, True, True)
    assert timers.ttl - 5 >= 2 * timers.loop_wait, "the watchdog fires 5 s before ttl, after two missed loops at least"


def test_presets_are_named_from_the_fastest_to_the_most_patient() -> None:
    assert list(FAILOVER) == ["fast", "normal", "safe", "wide"]
    assert sorted(FAILOVER.values(), key=lambda t: t.ttl) == list(FAILOVER.values())


@pytest.mark.parametrize("failover", FAILOVER)
def test_the_spec_chooses_the_timers(failover: Any) -> None:
    environment = replace(production(), database=Database(synchronous=True, strict=False, failover=failover))
    assert data(environment, "behaviour")["ttl"] == FAILOVER[failover].ttl


@pytest.mark.parametrize(("nodes", "wanted", "expected"), [(2, True, True), (2, False, False), (1, True, False)])
def test_commits_wait_for_a_standby_where_there_is_one(nodes: int, wanted: bool, expected: bool) -> None:
    types = (node_type("database", nodes, "database", "coordination"),)
    environment = replace(
        production(nodes=types), database=Database(synchronous=wanted, strict=wanted, failover="normal")
    )
    behaviour = data(environment, "behaviour")
    assert (behaviour["synchronous_mode"], behaviour["synchronous_mode_strict"]) == (expected, expected)


def test_behaviour_is_whole_when_the_defaults_join_it() -> None:
    given = yaml.safe_load((HIERADATA / "service" / "database.yaml").read_text())
    static = given["profile::database::behaviour"]
    assert given["lookup_options"]["profile::database::behaviour"] == {"merge": "hash"}
    assert set(static) & set(data(production(), "behaviour")) == set()
    assert static["failsafe_mode"] is True


def test_settings_with_words_that_yaml_takes_for_booleans_stay_text() -> None:
    """An unquoted `off` arrives as false, and Patroni hands PostgreSQL the word False (patroni issue 2623)."""
    given = yaml.safe_load((HIERADATA / "service" / "database.yaml").read_text())
    assert all(isinstance(value, str) for value in given["profile::database::shared_settings"].values())


@pytest.mark.parametrize("memory", [200 * MIB, 500 * MIB, 2 * GIB, 16 * GIB, 60 * GIB, 500 * GIB])
def test_memory_stays_within_the_budget(memory: int) -> None:
    environment = production()
    given = sizes(environment, memory)
    budget = memory // MIB
    assert given["shared_buffers"] >= 128
    assert given["shared_buffers"] <= max(budget // 4, 128)
    assert 4 <= given["work_mem"] <= 64
    if budget > 16 * 1024:
        assert given["shared_buffers"] + given["work_mem"] * connections(environment) <= budget
    assert given["min_wal_size"] < given["max_wal_size"]


@pytest.mark.parametrize(("disk", "wal", "kept"), [(10, 1024, 1024), (100, 5120, 10240), (10000, 32768, 262144)])
def test_wal_takes_a_share_of_the_disk(disk: int, wal: int, kept: int) -> None:
    given = sizes(production(), 8 * GIB, disk=disk * GIB)
    assert (given["max_wal_size"], given["max_slot_wal_keep_size"]) == (wal, kept)


@pytest.mark.parametrize("environment", [production(), production(nodes=ALL_ON_ONE)])
def test_connections_are_enough_for_every_process_that_may_run(environment: Environment) -> None:
    made = plan(environment)
    processes = 0
    for node in made.nodes:
        for service, key in (("web", "children"), ("consumer", "processes")):
            if service in node.services:
                sized = catalogue()[service].sizing(environment, made.budgets[node.type.name, service])
                queues = sized.get("profile::consumer::queues", [""])
                assert isinstance(queues, list)
                processes += int(str(sized[f"profile::{service}::{key}"])) * len(queues)
    assert connections(environment) >= 2 * processes
    assert data(environment, "shared_settings")["max_connections"] == connections(environment)


@pytest.mark.parametrize(("count", "cpus", "memory", "expected"), [(1, 4, 32, 200), (2, 4, 32, 300), (1, 4, 4, 100)])
def test_a_process_may_open_two_connections(count: int, cpus: int, memory: int, expected: int) -> None:
    environment = production(nodes=(node_type("web", count, "web", cpus=cpus, memory=memory),))
    assert connections(environment) == expected


def test_only_the_first_member_makes_a_new_cluster() -> None:
    made = plan(production())
    nodes = made.cluster("database")
    assert [SERVICE.node_data(made, node)["profile::database::bootstraps"] for node in nodes] == [True, False]
    assert nodes[0].zone == made.environment.location.zones[0]


def test_users_log_in_from_the_nodes_that_need_them_and_no_others() -> None:
    made = plan(production())
    clients = data(made.environment, "clients")
    by_user = {user: {c["address"] for c in clients if c["user"] == user} for user in ("oro", "backup")}
    assert by_user == {"oro": set(made.addresses("application")), "backup": set(made.addresses("backup"))}
    assert not by_user["oro"] & set(made.addresses("queue"))


@pytest.mark.parametrize("release", RELEASES)
def test_the_dsn_is_what_doctrine_and_libpq_take(release: str) -> None:
    environment = production(release=release)
    dsn = SERVICE.variables(plan(environment))["ORO_DB_DSN"].format(database_password="secret")
    parts = urlsplit(dsn)
    assert (parts.scheme, parts.username, parts.password, parts.path) == ("postgres", "oro", "secret", "/oro")
    assert (parts.hostname, parts.port) == ("127.0.0.1", SERVICE.endpoints[0].listen)
    assert parse_qs(parts.query) == {
        "sslmode": ["verify-ca"],
        "sslrootcert": ["/etc/orogen/tls/authority.pem"],
        "charset": ["utf8"],
        "serverVersion": [environment.versions.postgresql],
    }


@pytest.mark.parametrize(("os", "source"), list(product(("debian-12", "debian-13"), ("vendor", "distribution"))))
def test_debian_gives_all_packages_or_the_vendor_does(os: str, source: str) -> None:
    """A pinned server with Debian's own libpq5 or postgresql-common is refused by apt."""
    environment = production(release="7.0", os=os, source=source)
    pins = SERVICE.pins(environment)
    assert bool(pins) is (source == "vendor")
    assert SERVICE.repositories(environment) == (("pgdg",) if pins else ())
    if pins:
        assert pins["postgresql-18"] == "18.*"
        assert {"postgresql-common", "postgresql-client-common", "libpq5", "patroni"} <= set(pins)


def test_patroni_speaks_the_api_that_etcd_is_set_up_for() -> None:
    for os, source in product(("debian-12", "debian-13"), ("vendor", "distribution")):
        made = plan(production(os=os, source=source))
        old = catalogue()["coordination"].data(made)["profile::coordination::v2_api"]
        assert data(made.environment, "coordination_api") == ("etcd" if old else "etcd3")


def test_every_alert_asks_for_a_metric_that_the_exporter_is_told_to_give() -> None:
    queries = (
        HIERADATA.parent / "templates/puppet/site-modules/profile/templates/database/queries.yml.epp"
    ).read_text()
    for alert in SERVICE.alerts:
        for word in alert.expression.replace("(", " ").replace(")", " ").split():
            if word.startswith("orogen_database_"):
                assert f"    - {word.removeprefix('orogen_database_')}:" in queries


def test_ports_are_clear_of_each_other() -> None:
    assert len({port.number for port in SERVICE.ports} | {database.LISTEN}) == len(SERVICE.ports) + 1
