from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from orogen.contract import Budget
from orogen.data import HIERADATA
from orogen.plan.build import plan
from orogen.services.cache import DATABASES, MIB, SENTINEL_PORT, SERVICE
from tests.samples import node_type, production

DEFAULTS = yaml.safe_load((HIERADATA / "service" / "cache.yaml").read_text())
INSTANCES = DEFAULTS["profile::cache::instances"]


def variables(nodes: int) -> dict[str, str]:
    made = plan(production(nodes=(node_type("cache", nodes, "cache"), node_type("web", 1, "web"))))
    return dict(SERVICE.variables(made))


@pytest.mark.parametrize(
    ("variable", "monitor", "database"),
    [
        ("ORO_SESSION_DSN", "sessions_mon", "0"),
        ("ORO_REDIS_CACHE_DSN", "lru_cache_mon", "1"),
        ("ORO_REDIS_DOCTRINE_DSN", "lru_cache_mon", "2"),
        ("ORO_REDIS_LAYOUT_DSN", "lru_cache_mon", "3"),
    ],
)
def test_dsns_name_every_sentinel(variable: str, monitor: str, database: str) -> None:
    """The form of OroCommerce's RedisConfigBundle, read by Symfony's RedisTrait; predis asks no sentinel but these."""
    dsn = variables(3)[variable].format(cache_password="secret")
    assert dsn.startswith(f"redis://secret@10.20.0.224:{SENTINEL_PORT}?host[10.20.32.224:{SENTINEL_PORT}]&host[")
    # Python takes the brackets for an IPv6 address; Symfony reads the query alone.
    query = parse_qs(dsn.partition("?")[2], keep_blank_values=True)
    assert len([name for name in query if re.fullmatch(r"host\[[\d.]+:26379\]", name)]) == 2
    assert (query["redis_sentinel"], query["dbindex"]) == ([monitor], [database])


def test_a_single_node_needs_no_sentinel() -> None:
    given = {name: urlsplit(dsn.format(cache_password="secret")) for name, dsn in variables(1).items()}
    assert {name: (parts.port, parts.path) for name, parts in given.items()} == {
        "ORO_SESSION_DSN": (6379, "/0"),
        "ORO_REDIS_CACHE_DSN": (6380, "/1"),
        "ORO_REDIS_DOCTRINE_DSN": (6380, "/2"),
        "ORO_REDIS_LAYOUT_DSN": (6380, "/3"),
    }
    assert not any(parts.query for parts in given.values())


def test_sessions_and_caches_never_share_an_instance() -> None:
    assert {port for name, (port, _, _) in DATABASES.items() if name == "ORO_SESSION_DSN"} == {6379}
    assert {port for name, (port, _, _) in DATABASES.items() if name != "ORO_SESSION_DSN"} == {6380}


def test_sessions_are_kept_and_caches_may_go() -> None:
    sessions, cache = INSTANCES["sessions"], INSTANCES["cache"]
    assert (sessions["settings"]["maxmemory-policy"], sessions["settings"]["appendonly"]) == ("noeviction", "yes")
    assert (cache["settings"]["maxmemory-policy"], cache["settings"]["appendonly"]) == ("allkeys-lru", "no")
    assert (sessions["durable"], cache["durable"]) == (True, False)


def test_instances_stand_where_the_ports_and_the_dsns_say() -> None:
    for name, instance in INSTANCES.items():
        assert instance["port"] == SERVICE.port(name).number
        assert instance["metrics_port"] == SERVICE.port(f"metrics-{name}").number
        assert (instance["port"], instance["monitor"]) in {(port, monitor) for port, monitor, _ in DATABASES.values()}
    assert DEFAULTS["profile::cache::sentinel_metrics_port"] == SERVICE.port("metrics-sentinel").number


@pytest.mark.parametrize(("nodes", "least"), [(1, 0), (2, 0), (3, 1), (5, 1)])
def test_a_master_may_only_refuse_writes_where_one_replica_is_to_spare(nodes: int, least: int) -> None:
    made = plan(production(nodes=(node_type("cache", nodes, "cache"),)))
    assert SERVICE.data(made)["profile::cache::least_replicas"] == least


@pytest.mark.parametrize("memory", [300 * MIB, 1024 * MIB, 8 * 1024 * MIB, 64 * 1024 * MIB])
def test_memory_leaves_room_for_a_fork(memory: int) -> None:
    environment = production()
    given = SERVICE.sizing(environment, Budget(cpus=2, memory=memory, disk=0))["profile::cache::memory"]
    assert isinstance(given, dict)
    sessions, cache = int(str(given["sessions"])), int(str(given["cache"]))
    assert 64 * MIB <= sessions < cache
    assert sessions + cache <= memory * 0.7
    assert (sessions % MIB, cache % MIB) == (0, 0)


def test_sentinels_keep_their_identity_over_renders_and_differ() -> None:
    made = plan(production())
    found = [SERVICE.node_data(made, node)["profile::cache::sentinel_id"] for node in made.cluster("cache")]
    assert all(re.fullmatch("[0-9a-f]{40}", str(identity)) for identity in found)
    assert len(set(found)) == 3
    again = plan(production())
    assert found == [SERVICE.node_data(again, node)["profile::cache::sentinel_id"] for node in again.cluster("cache")]


def test_a_failover_is_tried_again_only_after_it_had_time() -> None:
    timers = DEFAULTS["profile::cache::sentinel_settings"]
    assert timers["failover-timeout"] >= 2 * timers["down-after-milliseconds"]


def test_no_value_is_lost_to_a_different_notation() -> None:
    """The script compares with CONFIG GET, which answers bytes in digits, and `yes` as a word."""
    for instance in INSTANCES.values():
        for value in instance["settings"].values():
            assert isinstance(value, int) or not re.search(r"\d+(kb|mb|gb)$", value)


@pytest.mark.parametrize(
    ("release", "os", "source", "pin"),
    [
        ("6.1", "debian-13", "vendor", "6:7.4.*"),
        ("7.0", "debian-12", "vendor", "6:8.4.*"),
        ("6.1", "debian-13", "distribution", None),
    ],
)
def test_server_sentinel_and_tools_are_of_one_series(release: str, os: str, source: str, pin: str | None) -> None:
    pins = SERVICE.pins(production(release=release, os=os, source=source))
    assert {pins.get(package) for package in ("redis-server", "redis-sentinel", "redis-tools")} == {pin}


def test_ports_are_clear_of_each_other() -> None:
    numbers = sorted(port.number for port in SERVICE.ports)
    assert all(one != other for one, other in pairwise(numbers))


def test_what_cannot_be_encrypted_is_not_called_so() -> None:
    """predis 1.1 reaches the nodes that Sentinel names without TLS."""
    assert not any(port.encrypted for port in SERVICE.ports)
