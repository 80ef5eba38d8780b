"""Why the database's data are what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import Reason

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan

_MEMORY = ("nodes.<type>.memory",)
_CPUS = ("nodes.<type>.cpus",)
_DISK = ("nodes.<type>.disk",)
_PROCESSES = ("nodes.<web>.count", "nodes.<web>.cpus", "nodes.<consumer>.count", "consumer.processes")


def _connections(plan: Plan) -> int:
    from orogen.services.database import connections

    return connections(plan.environment)


def _work_mem(plan: Plan, _node: Node) -> str:
    return (
        f"Half of what shared_buffers leaves, divided by {_connections(plan)} connections, between 4 and 64 MiB: a "
        "query may take it several times."
    )


def _most(plan: Plan, _node: Node) -> str:
    return (
        "What all nodes can open when each runs as many processes as it may: two connections for each, 30 for "
        f"replication, backup, metrics and people, rounded up to {_connections(plan)}."
    )


def _timers(plan: Plan, _node: Node) -> str:
    return (
        f"From the set of timers `{plan.environment.database.failover}`. Patroni needs loop_wait + 2 * retry_timeout "
        "<= ttl; a leader that is silent for ttl seconds is replaced."
    )


def _version(plan: Plan, _node: Node) -> str:
    environment = plan.environment
    return (
        f"OroCommerce {environment.application.release} on {environment.location.os} with packages from "
        f"`{environment.packages.source}`: PostgreSQL {environment.versions.postgresql}."
    )


_TIMER = Reason(_timers, ("database.failover",))

REASONS = {
    "profile::database::sizes": Reason("From what the database may use of the node.", (*_MEMORY, *_CPUS, *_DISK)),
    "profile::database::sizes.shared_buffers": Reason(
        "A quarter of the {memory} that the database may use, 128 MiB at the least.", _MEMORY
    ),
    "profile::database::sizes.effective_cache_size": Reason(
        "What shared_buffers leaves of the {memory} that the database may use: the system caches its files there.",
        _MEMORY,
    ),
    "profile::database::sizes.work_mem": Reason(_work_mem, (*_MEMORY, *_PROCESSES)),
    "profile::database::sizes.maintenance_work_mem": Reason(
        "A quarter of shared_buffers, between 64 MiB and 2 GiB.", _MEMORY
    ),
    "profile::database::sizes.autovacuum_work_mem": Reason(
        "Half of maintenance_work_mem, between 64 MiB and 1 GiB, because several workers take it at once.", _MEMORY
    ),
    "profile::database::sizes.max_parallel_workers": Reason(
        "Half of the node's {cpus} processors, two at the least.", _CPUS
    ),
    "profile::database::sizes.max_parallel_workers_per_gather": Reason(
        "A quarter of the node's {cpus} processors, between one and four.", _CPUS
    ),
    "profile::database::sizes.max_wal_size": Reason(
        "A twentieth of the node's disk of {disk}, between 1 and 32 GiB: the larger, the fewer checkpoints.", _DISK
    ),
    "profile::database::sizes.min_wal_size": Reason("A quarter of max_wal_size.", _DISK),
    "profile::database::sizes.max_slot_wal_keep_size": Reason(
        "A tenth of the node's disk of {disk}, between 1 and 256 GiB: a slot keeps what a lost standby missed; beyond "
        "this the standby is cloned anew, and the disk stays free.",
        _DISK,
    ),
    "profile::database::scope": Reason("The environment's name: Patroni's cluster has it in etcd.", ("name",)),
    "profile::database::version": Reason(_version, ("application.release", "location.os", "packages.source")),
    "profile::database::coordination_api": Reason(
        "etcd's version 3, except with Debian 12's own Patroni (3.0.2), which loses acknowledged writes over it.",
        ("location.os", "packages.source"),
    ),
    "profile::database::voters": Reason("All nodes that run coordination.", ("nodes.<coordination>.count",)),
    "profile::database::clients": Reason(
        "Each node that runs OroCommerce's code or makes backups, by its address.",
        ("nodes.<application>.count", "nodes.<backup>.count"),
    ),
    "profile::database::behaviour.ttl": _TIMER,
    "profile::database::behaviour.loop_wait": _TIMER,
    "profile::database::behaviour.retry_timeout": _TIMER,
    "profile::database::behaviour.primary_start_timeout": _TIMER,
    "profile::database::behaviour.synchronous_mode": Reason(
        "Whether a commit waits for a second node, where there is one.",
        ("database.synchronous", "nodes.<database>.count"),
    ),
    "profile::database::behaviour.synchronous_mode_strict": Reason(
        "Whether a commit waits even while no second node is there: then nothing is lost, and nothing is written.",
        ("database.strict", "nodes.<database>.count"),
    ),
    "profile::database::shared_settings.max_connections": Reason(_most, _PROCESSES),
    "profile::database::shared_settings.max_worker_processes": Reason(
        "The processors of the smallest database node and eight more, 16 at the least.", ("nodes.<database>.cpus",)
    ),
    "profile::database::shared_settings.max_wal_senders": Reason("PostgreSQL's own default: each standby takes one."),
    "profile::database::shared_settings.max_replication_slots": Reason(
        "PostgreSQL's own default: each standby takes one."
    ),
    "profile::database::bootstraps": Reason(
        "The first node of the cluster makes it when there is none yet; every other one clones.",
        ("nodes.<database>.count",),
    ),
}
