"""database: PostgreSQL under Patroni, one leader and its standbys."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from orogen.contract import (
    GIB,
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
from orogen.frozen import dataclass
from orogen.services import archive, coordination
from orogen.services.consumer import queues_of
from orogen.services.database_reasons import REASONS
from orogen.services.web import MOST_CHILDREN_PER_CPU
from orogen.survival.timers import AGAIN, LEADER_SEEN, LEASE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Budget
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment, NodeType

PORT = 5432
API_PORT = 8008
METRICS_PORT = 9187
LISTEN = 15432


@dataclass(frozen=True, slots=True, kw_only=True)
class Timers:
    """Patroni's timers, in seconds. It needs loop_wait + 2 * retry_timeout <= ttl, and a ttl of 20 at the least."""

    ttl: int
    loop_wait: int
    retry_timeout: int
    primary_start_timeout: int


# Named after what they are for: `fast` within one building, `wide` between regions (Pigsty's pg_rto_plan).
FAILOVER = {
    "fast": Timers(ttl=20, loop_wait=5, retry_timeout=5, primary_start_timeout=15),
    "normal": Timers(ttl=30, loop_wait=5, retry_timeout=10, primary_start_timeout=25),
    "safe": Timers(ttl=60, loop_wait=10, retry_timeout=20, primary_start_timeout=45),
    "wide": Timers(ttl=120, loop_wait=20, retry_timeout=30, primary_start_timeout=95),
}

# The least memory of a php-fpm child, on the smallest machines; cron, console and health checks beside the web.
_CHILD_MEMORY = 256 * MIB
_OTHER_PROCESSES = 8
# OroPlatform's entity manager `config` has a connection of its own beside the default one.
_CONNECTIONS_PER_PROCESS = 2
# Replication, backup, exporter, Patroni and the administrator who looks why there are so many.
_RESERVED_CONNECTIONS = 30


def connections(environment: Environment) -> int:
    """Give max_connections: what all nodes can open when each runs as many processes as it may, rounded up."""
    consumers = environment.consumer.processes * len(queues_of(environment))
    processes = sum(node_type.count * _processes(node_type, consumers) for node_type in environment.nodes)
    wanted = processes * _CONNECTIONS_PER_PROCESS + _RESERVED_CONNECTIONS
    return max(100, -(-wanted // 50) * 50)


def _processes(node_type: NodeType, consumers: int) -> int:
    counts = {
        "web": min(MOST_CHILDREN_PER_CPU * node_type.cpus, node_type.memory // _CHILD_MEMORY),
        "consumer": consumers,
        "cron": _OTHER_PROCESSES,
        "websocket": _OTHER_PROCESSES,
        "maintenance": _OTHER_PROCESSES,
    }
    return sum(counts.get(service, 0) for service in node_type.services)


def _sizing(environment: Environment, budget: Budget) -> Data:
    """Give the sizes that may differ from node to node (Pigsty's oltp template; work_mem bounded by what is left)."""
    shared = max(budget.memory // 4, 128 * MIB)
    left = max(budget.memory - shared, 0)
    wal = _clamp(budget.disk // 20, GIB, 32 * GIB)
    maintenance = _clamp(shared // 4, 64 * MIB, 2 * GIB)
    return {
        "profile::database::sizes": {
            "shared_buffers": _size(shared),
            "effective_cache_size": _size(max(left, 256 * MIB)),
            "work_mem": _size(_clamp(left // connections(environment) // 2, 4 * MIB, 64 * MIB)),
            "maintenance_work_mem": _size(maintenance),
            "autovacuum_work_mem": _size(_clamp(maintenance // 2, 64 * MIB, GIB)),
            "max_parallel_workers": str(max(budget.cpus // 2, 2)),
            "max_parallel_workers_per_gather": str(_clamp(budget.cpus // 4, 1, 4)),
            "max_wal_size": _size(wal),
            "min_wal_size": _size(wal // 4),
            # A slot keeps what a lost standby missed; beyond this the standby is cloned anew, and the disk stays free.
            "max_slot_wal_keep_size": _size(_clamp(budget.disk // 10, GIB, 256 * GIB)),
        },
        **({"profile::database::archive::queue": archive.queue(budget.disk)} if archive.kept(environment) else {}),
    }


def _clamp(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))


def _size(bytes_: int) -> str:
    return f"{bytes_ // MIB}MB"


def _data(plan: Plan) -> Data:
    environment = plan.environment
    nodes = plan.cluster("database")
    return {
        "profile::database::scope": environment.name,
        "profile::database::version": environment.versions.postgresql,
        "profile::database::members": plan.members("database"),
        "profile::database::coordination_api": coordination.api(environment),
        "profile::database::voters": plan.members("coordination"),
        "profile::database::clients": _clients(plan),
        "profile::database::behaviour": {
            **asdict(FAILOVER[environment.database.failover]),
            "synchronous_mode": environment.database.synchronous and len(nodes) > 1,
            "synchronous_mode_strict": environment.database.strict and len(nodes) > 1,
        },
        # Cluster-wide, because a standby must not have less than the leader: Patroni keeps them among the voters.
        "profile::database::shared_settings": {
            "max_connections": connections(environment),
            "max_worker_processes": max(16, min(node.type.cpus for node in nodes) + 8),
            "max_wal_senders": 10,
            "max_replication_slots": 10,
            **(archive.SETTINGS if archive.kept(environment) else {}),
        },
        **archive.of_database(plan),
    }


def _clients(plan: Plan) -> list[Value]:
    """Give who may log in where and from where; each goes through the HAProxy of its node, which has its address."""
    # A restore makes databases beside the live one.
    users = (("application", "oro", "oro"), ("backup", "backup", "oro"), ("backup", "restore", "all"))
    return [
        {"user": user, "database": database, "address": address}
        for service, user, database in users
        for address in plan.addresses(service)
    ]


def _node_data(plan: Plan, node: Node) -> Data:
    return {
        "profile::database::node": node.name,
        "profile::database::address": str(node.address),
        "profile::database::bootstraps": node == plan.cluster("database")[0],
    }


def _variables(plan: Plan) -> Mapping[str, str]:
    # Doctrine chooses its platform by serverVersion without a connection; the major version is all it looks at.
    query = (
        "sslmode=verify-ca&sslrootcert=/etc/orogen/tls/authority.pem"
        f"&charset=utf8&serverVersion={plan.environment.versions.postgresql}"
    )
    return {"ORO_DB_DSN": f"postgres://oro:{{database_password}}@127.0.0.1:{LISTEN}/oro?{query}"}


def _vendor(environment: Environment) -> bool:
    return environment.packages.source != "distribution"


def _repositories(environment: Environment) -> tuple[str, ...]:
    return ("pgdg",) if _vendor(environment) else ()


def _pins(environment: Environment) -> Mapping[str, str]:
    """Hold the server to its major version; what all versions share, and Patroni, must know that version."""
    if not _vendor(environment):
        return {}
    version = environment.versions.postgresql
    series = {f"postgresql-{version}": f"{version}.*", f"postgresql-client-{version}": f"{version}.*"}
    archived = {"pgbackrest": "*"} if archive.kept(environment) else {}
    return {
        **series,
        "postgresql-common": "*",
        "postgresql-client-common": "*",
        "libpq5": "*",
        "patroni": "4.*",
        **archived,
    }


def _takeover(environment: Environment) -> tuple[Step, ...]:
    """Give the time to a new leader when the old one's machine is gone (Patroni, "Dynamic configuration")."""
    timers = FAILOVER[environment.database.failover]
    return (
        Step(
            f"its lock in etcd runs out: ttl {timers.ttl} s, renewed every {timers.loop_wait} s, {AGAIN}",
            timers.ttl - timers.loop_wait / 2,
            timers.ttl + LEASE_AGAIN,
        ),
        # A standby that watches the lock wakes at once, asks the others how far they are (2 s for one that is gone),
        # and promotes; at worst it has to wait for its next loop.
        Step(
            f"a standby is elected and promoted: at worst in its next loop of {timers.loop_wait} s",
            4,
            timers.loop_wait + 5,
        ),
        LEADER_SEEN,
    )


SERVICE = Service(
    name="database",
    title="PostgreSQL under Patroni",
    profile="profile::database",
    why="OroCommerce's data, with a standby in the secondary zone that takes over by itself",
    tier="store",
    requires=("certificates",),
    ports=(
        Port(
            name="postgresql",
            number=PORT,
            encrypted=True,
            clients={
                "application": "OroCommerce, through the HAProxy of its node",
                "backup": "pg_dump reads the whole database, a restore loads one beside it",
                "database": "standbys stream from the leader",
            },
        ),
        Port(
            name="api",
            number=API_PORT,
            encrypted=True,
            clients={
                "application": "HAProxy asks every member whether it leads",
                "backup": "HAProxy asks every member whether it leads",
                "database": "Patroni asks its peers, in an election and when etcd is silent",
            },
        ),
        archive.DATABASE_PORT,
        Port(name="metrics", number=METRICS_PORT, encrypted=False, clients={"monitoring": "metrics of each member"}),
    ),
    endpoints=(
        Endpoint(
            port="postgresql",
            reach="proxy",
            listen=LISTEN,
            check="OPTIONS /primary",
            check_port=API_PORT,
            tls="passthrough",
            balance="first",
            why="a DSN takes one host; only the leader answers /primary with 200, and only it may be written to",
        ),
    ),
    quorum=Quorum(
        model="leader",
        voters="coordination",
        # Patroni's failsafe mode (hieradata/service/database.yaml).
        without_voters="goes on",
        alone="commits are on one node only",
        why="etcd's majority says who leads; one member is enough",
    ),
    takeover=_takeover,
    without=Without("shop", "no page works: everything is read from it"),
    memory=Memory(fixed=256 * MIB, weight=4),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    reasons={**REASONS, **archive.DATABASE_REASONS},
    variables=_variables,
    secrets=(
        Secret(
            name="database-password",
            keys=("profile::database::oro_password", "profile::application::secrets.database_password"),
            why="OroCommerce's login; it owns the database oro",
        ),
        Secret(
            name="database-replication-password",
            keys=("profile::database::replicator_password",),
            why="standbys stream with it",
        ),
        Secret(
            name="database-rewind-password",
            keys=("profile::database::rewind_password",),
            why="a former leader finds what it has too much with it (pg_rewind)",
        ),
        Secret(
            name="database-backup-password",
            keys=("profile::database::backup_password", "profile::backup::database_password"),
            why="pg_dump's login: reads everything, changes nothing",
        ),
        Secret(
            name="database-restore-password",
            keys=("profile::database::restore_password", "profile::backup::restore_password"),
            why="a restore's login: makes a database beside the live one, and changes their names",
        ),
    ),
    repositories=_repositories,
    pins=_pins,
    held_units=("patroni", "postgresql", "postgresql@*"),
    held_packages=("postgresql-*", "patroni", "libpq5", "pgbackrest"),
    files=(
        OwnedFile(path="/etc/patroni/config.yml", owner=Owner.MANAGED, why="what is the node's own; a change reloads"),
        OwnedFile(
            path="etcd: /service/SCOPE/config",
            owner=Owner.API_APPLIED,
            why="what all members share: Patroni reads bootstrap.dcs once, so later changes go through its REST API",
        ),
        OwnedFile(
            path="/var/lib/postgresql",
            owner=Owner.RUNTIME_OWNED,
            why="Patroni writes postgresql.conf, pg_hba.conf and the data, and clones or rewinds them",
        ),
        *archive.DATABASE_FILES,
    ),
    exporters=(Exporter(port=METRICS_PORT),),
    alerts=(
        Alert(
            name="DatabaseMemberDown",
            expression="pg_up == 0",
            lasting="2m",
            severity="warning",
            summary="PostgreSQL does not run on a node: the next loss may be the last",
            action="`patronictl -c /etc/patroni/config.yml list` and `journalctl -u patroni` on the node.",
        ),
        Alert(
            name="DatabaseNoLeader",
            expression="(sum(orogen_database_leader) or vector(0)) == 0",
            lasting="1m",
            severity="critical",
            summary="No member leads: OroCommerce cannot write",
            action="Has etcd a majority? Then `patronictl list`; a paused cluster elects nobody: `patronictl resume`.",
        ),
        Alert(
            name="DatabaseTwoLeaders",
            expression="sum(orogen_database_leader) > 1",
            lasting="30s",
            severity="critical",
            summary="Two members say that they lead",
            action="The voters know which: `patronictl list`. Stop patroni on the other one at once.",
        ),
        Alert(
            name="DatabaseNoStandby",
            expression="max(orogen_database_standbys) == 0 and count(pg_up) > 1",
            lasting="5m",
            severity="critical",
            summary="The leader streams to nobody: its loss would be an outage",
            action="`patronictl list`; a standby that cannot follow is cloned anew with `patronictl reinit`.",
        ),
        Alert(
            name="DatabaseNoSynchronousStandby",
            expression="max(orogen_database_synchronous_wanted) == 1 and sum(orogen_database_synchronous_standbys) < 1",
            lasting="2m",
            severity="warning",
            summary="Commits wait for nobody: a failover now could lose some",
            action="Bring the standby back; Patroni takes it as synchronous by itself once it has caught up.",
        ),
        Alert(
            name="DatabaseStandbyLags",
            expression="orogen_database_lag_bytes > 67108864",
            lasting="5m",
            severity="warning",
            summary="A standby is more than 64 MiB behind; beyond 1 MiB it may not be elected when commits do not wait",
            action="Look at the standby's disk and at the network between the zones.",
        ),
        Alert(
            name="DatabaseConnectionsShort",
            expression="orogen_database_connections_used / orogen_database_connections_allowed > 0.8",
            lasting="5m",
            severity="warning",
            summary="More than 80 % of the connections are taken; OroCommerce fails when they are all gone",
            action="`SELECT state, count(*) FROM pg_stat_activity GROUP BY 1`; idle in transaction: a consumer.",
        ),
        Alert(
            name="DatabaseConnectionsExhausted",
            expression="orogen_database_connections_used / orogen_database_connections_allowed > 0.95",
            lasting="1m",
            severity="critical",
            summary="Hardly a connection is left",
            action="Stop consumers first; then end the oldest idle sessions with pg_terminate_backend().",
        ),
        Alert(
            name="DatabaseLongTransaction",
            expression="orogen_database_oldest_transaction_seconds > 3600",
            lasting="5m",
            severity="warning",
            summary="A transaction is open for more than an hour: vacuum cannot clean behind it",
            action="`SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY xact_start` names it.",
        ),
        Alert(
            name="DatabaseSlotLost",
            expression="orogen_database_slots_lost > 0",
            lasting="1m",
            severity="warning",
            summary="A standby was away for longer than WAL is kept for it",
            action="`patronictl -c /etc/patroni/config.yml reinit` for that standby.",
        ),
        Alert(
            name="DatabaseRestartPending",
            expression="orogen_database_restart_pending == 1",
            lasting="7d",
            severity="warning",
            summary="A changed setting waits for a restart since a week",
            action="In the window: `patronictl restart --pending`, standbys first; switchover; then the old leader.",
        ),
        *archive.DATABASE_ALERTS,
    ),
    backup=Backup(
        content="a dump of the database oro (pg_dump, custom format), read from the leader",
        restore="`orogen-backup restore SET`: into a database beside it, which then takes its name",
    ),
    units=lambda _: ("patroni.service",),
    probe="database",
    handover=("patronictl -c /etc/patroni/config.yml switchover --leader {node} --candidate={candidate} --force",),
    drain=("systemctl stop patroni",),
    undrain=("systemctl start patroni", "patronictl -c /etc/patroni/config.yml list"),
    checks="test_database.py",
    drills=(
        "database-leader-killed",
        "database-leader-frozen",
        "database-leader-cut-off",
        "database-leader-crashed",
        "database-leader-stopped",
        "database-switchover",
        "database-standby-lost",
        "database-standby-frozen",
    ),
)
