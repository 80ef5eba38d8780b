"""cache: Redis twice on each node, sessions that must stay and a cache that may go, with Sentinel over both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Endpoint,
    Exporter,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Secret,
    Service,
    Step,
    Value,
    Without,
)
from orogen.services.cache_reasons import REASONS
from orogen.survival.timers import SENTINEL_DOWN_AFTER, SENTINEL_FAILOVER_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Budget
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

SESSIONS_PORT = 6379
CACHE_PORT = 6380
SENTINEL_PORT = 26379
SESSIONS_METRICS_PORT = 9121
CACHE_METRICS_PORT = 9122
SENTINEL_METRICS_PORT = 9123

# OroCommerce's variables: the instance, its name in Sentinel, the database in it (RedisConfigBundle).
DATABASES = {
    "ORO_SESSION_DSN": (SESSIONS_PORT, "sessions_mon", 0),
    "ORO_REDIS_CACHE_DSN": (CACHE_PORT, "lru_cache_mon", 1),
    "ORO_REDIS_DOCTRINE_DSN": (CACHE_PORT, "lru_cache_mon", 2),
    "ORO_REDIS_LAYOUT_DSN": (CACHE_PORT, "lru_cache_mon", 3),
}

# Shares of the node's budget. The rest is for the copy that a fork makes while data is written to disk or to a replica.
_SESSIONS_SHARE = 0.2
_CACHE_SHARE = 0.45
_LEAST = 64 * MIB
# What a replica may miss and still catch up without a full copy.
_BACKLOG_SHARE = 16
_LARGEST_BACKLOG = 64 * MIB


def _sizing(_environment: Environment, budget: Budget) -> Data:
    return {
        "profile::cache::sizes": {
            "sessions": _sizes(int(budget.memory * _SESSIONS_SHARE)),
            "cache": _sizes(int(budget.memory * _CACHE_SHARE)),
        },
    }


def _sizes(share: int) -> dict[str, Value]:
    """Give Redis's limits in bytes. The backlog counts as data: as large as the limit, it would evict everything."""
    most = max(share // MIB * MIB, _LEAST)
    backlog = max(MIB, min(most // _BACKLOG_SHARE // MIB * MIB, _LARGEST_BACKLOG))
    return {"maxmemory": most, "repl-backlog-size": backlog}


def _has_sentinel(environment: Environment) -> bool:
    return sum(node_type.count for node_type in environment.nodes if "cache" in node_type.services) > 1


def _data(plan: Plan) -> Data:
    members = plan.members("cache")
    return {
        "profile::cache::members": members,
        # With two nodes the loss of one would stop all logins; with three, a master that was cut off stops by itself.
        "profile::cache::least_replicas": 1 if len(members) > 2 else 0,
    }


def _node_data(plan: Plan, node: Node) -> Data:
    from hashlib import sha1  # 3 ms, for OpenSSL, that only a render needs

    # Sentinel would draw it at random, and a node that was made anew would count as one more voter.
    identity = sha1(f"{plan.environment.name}/{node.name}".encode(), usedforsecurity=False).hexdigest()
    return {
        "profile::cache::address": str(node.address),
        "profile::cache::sentinel_id": identity,
    }


def _variables(plan: Plan) -> Mapping[str, str]:
    addresses = plan.addresses("cache")
    return {name: _dsn(addresses, *database) for name, database in DATABASES.items()}


def _dsn(addresses: list[str], port: int, monitor: str, database: int) -> str:
    """Give a DSN: every sentinel is named, because predis asks no other; a single node needs none."""
    first, *others = addresses
    if not others:
        return f"redis://{{cache_password}}@{first}:{port}/{database}"
    hosts = "".join(f"host[{address}:{SENTINEL_PORT}]&" for address in others)
    return f"redis://{{cache_password}}@{first}:{SENTINEL_PORT}?{hosts}dbindex={database}&redis_sentinel={monitor}"


def _vendor(environment: Environment) -> bool:
    return environment.packages.source != "distribution"


def _repositories(environment: Environment) -> tuple[str, ...]:
    return ("redis",) if _vendor(environment) else ()


def _pins(environment: Environment) -> Mapping[str, str]:
    if not _vendor(environment):
        return {}
    series = f"6:{environment.versions.redis}.*"
    return dict.fromkeys(("redis-server", "redis-sentinel", "redis-tools"), series)


def _takeover(_environment: Environment) -> tuple[Step, ...]:
    down, again = SENTINEL_DOWN_AFTER, 2 * SENTINEL_FAILOVER_TIMEOUT
    return (
        # Each asks the master once a second, and the others once a second what they think of it.
        Step(f"a quorum of sentinels misses the master for {down:g} s, and agrees on that", down + 1, down + 2),
        # Redis, "High availability with Sentinel": a failed attempt is repeated after twice failover-timeout.
        Step(
            f"one of them is elected and promotes a replica; a failed attempt is repeated after {again:g} s", 1, again
        ),
    )


SERVICE = Service(
    name="cache",
    title="Redis with Sentinel",
    profile="profile::cache",
    why="sessions and caches in memory, with a replica in every other zone",
    tier="store",
    ports=(
        Port(
            name="sessions",
            number=SESSIONS_PORT,
            encrypted=False,
            clients={
                "application": "customers' and users' sessions, in clear: predis has no TLS to what Sentinel names",
                "cache": "replicas copy the master, sentinels watch it",
            },
        ),
        Port(
            name="cache",
            number=CACHE_PORT,
            encrypted=False,
            clients={
                "application": "OroCommerce's, Doctrine's and the layouts' caches",
                "cache": "replicas copy the master, sentinels watch it",
            },
        ),
        Port(
            name="sentinel",
            number=SENTINEL_PORT,
            encrypted=False,
            clients={
                "application": "clients ask which node is master",
                "cache": "sentinels agree on who is down and who follows",
            },
            when=_has_sentinel,
        ),
        Port(
            name="metrics-sessions",
            number=SESSIONS_METRICS_PORT,
            encrypted=False,
            clients={"monitoring": "metrics of the sessions"},
        ),
        Port(
            name="metrics-cache",
            number=CACHE_METRICS_PORT,
            encrypted=False,
            clients={"monitoring": "metrics of the cache"},
        ),
        Port(
            name="metrics-sentinel",
            number=SENTINEL_METRICS_PORT,
            encrypted=False,
            clients={"monitoring": "metrics of the sentinel"},
            when=_has_sentinel,
        ),
    ),
    endpoints=(
        Endpoint(
            port="sentinel", reach="members", why="predis asks each sentinel of its DSN in turn who the master is"
        ),
    ),
    quorum=Quorum(model="majority", why="more than half of the sentinels must agree to a failover"),
    takeover=_takeover,
    without=Without("shop", "no page works: sessions cannot be read"),
    memory=Memory(fixed=160 * MIB, weight=2),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    reasons=REASONS,
    variables=_variables,
    secrets=(
        Secret(
            name="cache-password",
            keys=("profile::cache::application_password", "profile::application::secrets.cache_password"),
            why="OroCommerce's login: all data, no administration",
        ),
        Secret(
            name="cache-replication-password",
            keys=("profile::cache::replication_password",),
            why="replicas log in to their master with it",
        ),
        Secret(
            name="cache-sentinel-password",
            keys=("profile::cache::sentinel_password",),
            why="sentinels log in to Redis and to each other with it",
        ),
        Secret(
            name="cache-exporter-password",
            keys=("profile::cache::exporter_password",),
            why="the metrics exporter's login",
        ),
        Secret(
            name="cache-administrator-password",
            keys=("profile::cache::administrator_password",),
            why="administration: failover by hand, settings at run time",
        ),
    ),
    repositories=_repositories,
    pins=_pins,
    held_units=("redis-server*", "redis-sentinel*", "prometheus-redis-exporter"),
    held_packages=("redis-*",),
    files=(
        OwnedFile(
            path="/etc/redis/redis-sessions.conf",
            owner=Owner.SEED_ONCE,
            why="Redis and Sentinel rewrite it: `replicaof` comes and goes with each failover",
        ),
        OwnedFile(
            path="/etc/redis/redis-cache.conf",
            owner=Owner.SEED_ONCE,
            why="as that of the sessions",
        ),
        OwnedFile(
            path="/etc/redis/sentinel-oro.conf",
            owner=Owner.SEED_ONCE,
            why="Sentinel rewrites it from its first start on: the master, the replicas, the other sentinels",
        ),
        OwnedFile(
            path="/etc/redis/*.acl",
            owner=Owner.MANAGED,
            why="users and rights: Redis reads them when it starts, orogen-converge-cache brings in what changes later",
        ),
        OwnedFile(
            path="passwords, memory limits, replication settings and Sentinel's timers in force",
            owner=Owner.API_APPLIED,
            why="ACL SETUSER, CONFIG SET and SENTINEL SET, where they differ from the plan",
        ),
        OwnedFile(path="/var/lib/redis", owner=Owner.RUNTIME_OWNED, why="sessions on disk"),
        OwnedFile(
            path="/var/lib/orogen/cache-administrator-password",
            owner=Owner.RUNTIME_OWNED,
            why="the password in force, with which the next one is set",
        ),
    ),
    exporters=(
        Exporter(port=SESSIONS_METRICS_PORT),
        Exporter(port=CACHE_METRICS_PORT),
        Exporter(port=SENTINEL_METRICS_PORT),
    ),
    alerts=(
        Alert(
            name="RedisDown",
            expression="redis_up == 0",
            lasting="1m",
            severity="warning",
            summary="A Redis or a Sentinel does not answer; port 9121 is the sessions, 9122 the cache, 9123 Sentinel",
            action="`systemctl status redis-server@sessions redis-server@cache redis-sentinel@oro` on the node.",
        ),
        Alert(
            name="RedisNoMaster",
            expression="(count(redis_instance_info{role='master'}) or vector(0)) < 2",
            lasting="1m",
            severity="critical",
            summary="Sessions or cache have no master: nobody can log in, or every page is slow",
            action="`orogen-redis-cli -p 26379 SENTINEL masters`: do more than half of the sentinels answer?",
        ),
        Alert(
            name="RedisTwoMasters",
            expression="count by (job) (redis_instance_info{role='master'}) > 1",
            lasting="1m",
            severity="critical",
            summary="Two nodes say that they are master of the same data",
            action="Sentinel knows which: `orogen-redis-cli -p 26379 SENTINEL masters`. Stop the other one.",
        ),
        Alert(
            name="RedisReplicaMissing",
            expression="redis_sentinel_master_ok_slaves < redis_sentinel_master_slaves or redis_master_link_up == 0",
            lasting="5m",
            severity="warning",
            summary="A replica does not follow its master: the next loss may lose the sessions",
            action="On the replicas: `orogen-redis-cli -p 6379 INFO replication`; is master_link_status up?",
        ),
        Alert(
            name="RedisSentinelsFew",
            expression="redis_sentinel_master_ok_sentinels <= redis_sentinel_master_sentinels / 2",
            lasting="1m",
            severity="critical",
            summary="No majority of sentinels: the next loss of a master is not repaired",
            action="`orogen-redis-cli -p 26379 SENTINEL ckquorum sessions_mon` says what is missing.",
        ),
        Alert(
            name="SessionsMemoryHigh",
            expression="redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_aof_enabled == 1",
            lasting="10m",
            severity="warning",
            summary="Sessions take 80 % of their memory; when it is full, logins fail",
            action="Look for bots that open sessions; give the node type more memory.",
        ),
        Alert(
            name="SessionsMemoryFull",
            expression="redis_memory_used_bytes / redis_memory_max_bytes > 0.95 and redis_aof_enabled == 1",
            lasting="1m",
            severity="critical",
            summary="Sessions are about to fail: they are never evicted, so new ones are refused",
            action="Raise profile::cache::sizes in overrides/ now, if the node has memory left.",
        ),
        Alert(
            name="CacheTooSmall",
            expression="rate(redis_evicted_keys_total[15m]) > 100",
            lasting="30m",
            severity="warning",
            summary="More than 100 cached values a second are thrown out to make room: pages are computed anew",
            action="Give the node type more memory, or raise profile::cache::sizes in overrides/.",
        ),
        Alert(
            name="SessionsNotOnDisk",
            expression="redis_aof_last_write_status == 0 or redis_aof_last_bgrewrite_status == 0",
            lasting="5m",
            severity="critical",
            summary="Redis cannot write the sessions to disk: a restart would lose them",
            action="`journalctl -u redis-server@sessions`; is the disk full?",
        ),
        Alert(
            name="RedisRefusesConnections",
            expression="increase(redis_rejected_connections_total[5m]) > 0",
            lasting="1m",
            severity="critical",
            summary="Redis has all the connections that it may have",
            action="`orogen-redis-cli -p 6380 CLIENT LIST`: which node opens so many?",
        ),
    ),
    backup=Backup(
        content="nothing: caches are made anew, and sessions end by themselves",
        restore="start empty: people log in again, the first pages are slow",
    ),
    units=lambda environment: (
        "redis-server@sessions.service",
        "redis-server@cache.service",
        *(("redis-sentinel@oro.service",) if _has_sentinel(environment) else ()),
    ),
    probe="cache",
    handover=("orogen-redis-cli -e -p 26379 SENTINEL failover {part}",),
    drain=("systemctl stop redis-sentinel@oro redis-server@sessions redis-server@cache",),
    undrain=(
        "systemctl start redis-server@sessions redis-server@cache redis-sentinel@oro",
        "orogen-redis-cli -p 26379 SENTINEL ckquorum sessions_mon",
    ),
    checks="test_cache.py",
    drills=(
        "cache-master-killed",
        "cache-master-frozen",
        "cache-master-cut-off",
        "cache-master-stopped",
        "cache-switchover",
    ),
)
