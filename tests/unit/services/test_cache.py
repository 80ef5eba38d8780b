"""Redis: the DSNs as OroCommerce reads them, sizes that fit, and what a single node has not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from orogen.contract import Budget
from orogen.data import HIERADATA, TEMPLATES
from orogen.plan.build import plan
from orogen.services.cache import SERVICE
from tests.samples import node_type, production

if TYPE_CHECKING:
    from orogen.plan.model import Plan

GIB = 1024**3
MIB = 1024**2
PROFILE = TEMPLATES / "site-modules/profile"


def laid_out(count: int = 3) -> Plan:
    return plan(production(nodes=(node_type("cache", count, "cache"),)))


def flow_ports(count: int) -> set[int]:
    return {port.number for port in SERVICE.ports if port.when(laid_out(count).environment)}


@pytest.mark.parametrize(
    ("variable", "database", "monitor"),
    [
        ("ORO_SESSION_DSN", "0", "sessions_mon"),
        ("ORO_REDIS_CACHE_DSN", "1", "lru_cache_mon"),
        ("ORO_REDIS_DOCTRINE_DSN", "2", "lru_cache_mon"),
        ("ORO_REDIS_LAYOUT_DSN", "3", "lru_cache_mon"),
    ],
)
def test_each_store_has_its_database_behind_all_sentinels(variable: str, database: str, monitor: str) -> None:
    found = laid_out()
    dsn = urlsplit(SERVICE.variables(found)[variable])
    query = parse_qs(dsn.query, keep_blank_values=True)
    assert dsn.username == "{cache_password}"
    assert query.pop("dbindex") == [database]
    assert query.pop("redis_sentinel") == [monitor]
    others = [re.fullmatch(r"host\[(.+):26379\]", name) for name in query]
    named = [str(dsn.hostname), *(match[1] for match in others if match)]
    assert dsn.port == 26379
    assert named == found.addresses("cache")


def test_the_exact_form_that_symfony_takes_apart() -> None:
    first, second, third = laid_out().addresses("cache")
    assert SERVICE.variables(laid_out())["ORO_REDIS_CACHE_DSN"] == (
        f"redis://{{cache_password}}@{first}:26379?host[{second}:26379]&host[{third}:26379]"
        "&dbindex=1&redis_sentinel=lru_cache_mon"
    )


def test_a_single_node_is_asked_without_a_sentinel() -> None:
    (address,) = laid_out(1).addresses("cache")
    variables = SERVICE.variables(laid_out(1))
    assert variables["ORO_SESSION_DSN"] == f"redis://{{cache_password}}@{address}:6379/0"
    assert variables["ORO_REDIS_LAYOUT_DSN"] == f"redis://{{cache_password}}@{address}:6380/3"
    assert flow_ports(3) - flow_ports(1) == {26379, 9123}


@pytest.mark.parametrize(("count", "replicas"), [(1, 0), (2, 0), (3, 1), (5, 1)])
def test_a_master_that_was_cut_off_stops_only_where_one_replica_may_be_lost(count: int, replicas: int) -> None:
    assert SERVICE.data(laid_out(count))["profile::cache::least_replicas"] == replicas


def test_each_sentinel_has_an_identity_that_never_changes_and_is_its_own() -> None:
    def identities(found: Plan) -> list[str]:
        return [str(SERVICE.node_data(found, node)["profile::cache::sentinel_id"]) for node in found.nodes]

    found = identities(laid_out(3))
    assert all(re.fullmatch(r"[0-9a-f]{40}", identity) for identity in found)
    assert len(set(found)) == 3
    assert identities(laid_out(5))[:3] == found
    other = replace(laid_out(3).environment, name="other-prod")
    assert not set(identities(plan(other))) & set(found)


@pytest.mark.parametrize("memory", [200 * MIB, 500 * MIB, 4 * GIB, 64 * GIB])
def test_memory_leaves_room_for_the_copy_of_a_fork(memory: int) -> None:
    sizes = SERVICE.sizing(production(), Budget(cpus=2, memory=memory, disk=40 * GIB))["profile::cache::sizes"]
    assert isinstance(sizes, dict)
    limits = [size["maxmemory"] for size in sizes.values()]  # type: ignore[index, call-overload]
    assert sum(limits) <= max(memory * 66 // 100, 160 * MIB)  # type: ignore[arg-type]
    assert all(limit >= 64 * MIB for limit in limits)  # type: ignore[operator]


@pytest.mark.parametrize("memory", [200 * MIB, 4 * GIB, 64 * GIB])
def test_the_backlog_never_evicts_the_data_it_counts_with(memory: int) -> None:
    sizes = SERVICE.sizing(production(), Budget(cpus=2, memory=memory, disk=40 * GIB))["profile::cache::sizes"]
    assert isinstance(sizes, dict)
    for size in sizes.values():
        assert MIB <= size["repl-backlog-size"] <= min(size["maxmemory"] // 16, 64 * MIB)  # type: ignore[index, call-overload, operator]


@pytest.mark.parametrize(("release", "series"), [("5.1", "6:7.2.*"), ("6.1", "6:7.4.*"), ("7.0", "6:8.4.*")])
def test_all_packages_are_held_to_one_series(release: str, series: str) -> None:
    environment = production(release=release)
    assert SERVICE.repositories(environment) == ("redis",)
    assert set(SERVICE.pins(environment).values()) == {series}
    assert set(SERVICE.pins(environment)) == {"redis-server", "redis-sentinel", "redis-tools"}


def test_the_distributions_redis_needs_no_repository() -> None:
    environment = production(source="distribution")
    assert SERVICE.repositories(environment) == ()
    assert SERVICE.pins(environment) == {}


def test_the_password_in_the_address_is_the_one_of_the_user_without_a_name() -> None:
    (secret,) = (secret for secret in SERVICE.secrets if secret.name == "cache-password")
    assert set(secret.keys) == {
        "profile::cache::application_password",
        "profile::application::secrets.cache_password",
    }


def test_sessions_are_never_evicted_and_the_names_are_those_of_the_addresses() -> None:
    defaults = (HIERADATA / "service/cache.yaml").read_text()
    sessions, cache = defaults.split("  cache:\n", maxsplit=1)
    assert "maxmemory-policy: noeviction" in sessions
    assert 'appendonly: "yes"' in sessions
    assert "monitor: sessions_mon" in sessions
    assert "maxmemory-policy: allkeys-lru" in cache
    assert "monitor: lru_cache_mon" in cache


def test_nobody_but_the_administrator_may_do_everything() -> None:
    users = re.findall(
        r"^user (\w+) on >\S+ %> (.*)$",
        (PROFILE / "templates/cache/redis.acl.epp").read_text().replace("<%= $", ""),
        re.MULTILINE,
    )
    rights = {name: words.split() for name, words in users}
    assert set(rights) == {"default", "replica", "sentinel", "exporter", "administrator"}
    assert {"-@admin", "-@dangerous", "+flushdb", "+info", "+role"} <= set(rights["default"])
    assert [name for name, words in rights.items() if "+@all" in words] == ["default", "administrator"]
    assert all("-@all" in rights[name] for name in ("replica", "sentinel", "exporter"))
    assert all("~*" not in rights[name] for name in ("replica", "sentinel", "exporter"))


def test_no_password_is_an_argument_of_redis_cli() -> None:
    script = (PROFILE / "templates/cache/converge.sh.epp").read_text()
    commands = [line for line in script.splitlines() if re.search(r"\b(ask|redis-cli) ", line)]
    assert commands
    assert not [line for line in commands if re.search(r"(ask|redis-cli) [^;|&]*_password", line)]


def test_what_runs_without_tls_says_so() -> None:
    assert not any(port.encrypted for port in SERVICE.ports)
    assert "in clear" in SERVICE.port("sessions").clients["application"]
