"""Whether a node's memory is enough for what runs there: one question of each rule about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.contract import GIB, MIB
from orogen.plan.budget import free_memory
from orogen.plan.build import services_of
from orogen.rules.sizes import amount, budgets, runs, sizes_of
from orogen.services.consumer import SMALLEST_LIMIT
from orogen.services.database import connections
from orogen.services.queue import QUEUES
from orogen.services.web import SMALL

if TYPE_CHECKING:
    from orogen.spec.environment import Environment, NodeType

# The budget with which each is of use to a shop, a small one included.
LEAST = {
    # Below it requests get half of the memory that Oro's documentation gives them.
    "web": SMALL * MIB,
    # One process of the smallest size for each queue.
    "consumer": len(QUEUES) * SMALLEST_LIMIT * MIB,
    # 512 MiB of shared_buffers.
    "database": 2 * GIB,
    # A heap of 1 GiB, which was Elasticsearch's own before it looked at the machine.
    "search": 2 * GIB,
    # Oro's RedisConfigBundle gives its caches 256 to 512 MB; they get not quite half here, beside the sessions.
    "cache": GIB,
    # 614 MiB of messages before publishers have to wait.
    "queue": GIB,
    # Half is for WiredTiger, which takes 256 MB at the least.
    "files": GIB,
}

# OroCloud's limit for console commands ("app:console").
BUILD = 2 * GIB


def starts(node_type: NodeType) -> bool:
    """Say whether all that runs on a node of the type fits into its memory at all."""
    return free_memory(node_type, services_of(node_type)) >= 0


def short(node_type: NodeType) -> dict[str, int]:
    """Give what each service on the type's nodes has that has less than the least."""
    there = {name: budgets(node_type)[name].memory for name in LEAST if runs(node_type, name)}
    return {name: memory for name, memory in there.items() if memory < LEAST[name]}


def processes(environment: Environment, node_type: NodeType) -> int:
    """Give how many consumers of each queue a node of the type runs."""
    if not runs(node_type, "consumer"):
        return 0
    return amount(sizes_of(environment, node_type, "consumer"), "profile::consumer::processes")


def children(environment: Environment, node_type: NodeType) -> int:
    """Give how many PHP processes a node of the type runs for visitors."""
    return amount(sizes_of(environment, node_type, "web"), "profile::web::children") if runs(node_type, "web") else 0


def sessions(environment: Environment, node_type: NodeType) -> int:
    """Give what shared_buffers and one work_mem for each connection of the database take."""
    sizes = sizes_of(environment, node_type, "database")
    shared, each = (amount(sizes, "profile::database::sizes", name) for name in ("shared_buffers", "work_mem"))
    return shared + connections(environment) * each


def workshop(node_type: NodeType) -> int:
    """Give what builds of releases can take: what is claimed for them, and what nobody claims for certain."""
    return free_memory(node_type, services_of(node_type)) + catalogue()["maintenance"].memory.fixed


def lacks_consumers(environment: Environment, node_type: NodeType) -> bool:
    """Say whether fewer consumers run there than the spec asks for."""
    return runs(node_type, "consumer") and processes(environment, node_type) < environment.consumer.processes


def lacks_children(environment: Environment, node_type: NodeType) -> bool:
    """Say whether fewer PHP processes run there than there are processors."""
    return runs(node_type, "web") and children(environment, node_type) < node_type.cpus


def lacks_sessions(environment: Environment, node_type: NodeType) -> bool:
    """Say whether the database's sessions may take more than it has there."""
    return runs(node_type, "database") and sessions(environment, node_type) > budgets(node_type)["database"].memory


def lacks_workshop(node_type: NodeType) -> bool:
    """Say whether a build of a release may take more than there is."""
    return runs(node_type, "maintenance") and workshop(node_type) < BUILD


def suffices(environment: Environment, node_type: NodeType) -> bool:
    """Say whether the memory is enough for all of this: what rules propose, so that none has to be asked twice."""
    return not (
        not starts(node_type)
        or short(node_type)
        or lacks_consumers(environment, node_type)
        or lacks_children(environment, node_type)
        or lacks_sessions(environment, node_type)
        or lacks_workshop(node_type)
    )
