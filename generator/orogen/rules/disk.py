"""What services keep of a node's disk before any of the shop's data is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import MIB
from orogen.rules.sizes import amount, runs, sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from orogen.contract import Data
    from orogen.spec.environment import Environment, NodeType


def _database(sizes: Data) -> int:
    """Give the write-ahead log: as it grows between checkpoints, and what a slot keeps for a lost standby."""
    names = ("max_wal_size", "max_slot_wal_keep_size")
    return sum(amount(sizes, "profile::database::sizes", name) for name in names)


def _cache(sizes: Data) -> int:
    """Give the append-only file of the sessions, and the new one that replaces it."""
    return 2 * amount(sizes, "profile::cache::sizes", "sessions", "maxmemory")


_KEPT: Mapping[str, Callable[[Data], int]] = {
    "database": _database,
    "cache": _cache,
    "files": lambda sizes: amount(sizes, "profile::files::oplog_size") * MIB,
    "queue": lambda sizes: amount(sizes, "profile::queue::disk_free_limit") * MIB,
    "monitoring": lambda sizes: amount(sizes, "profile::monitoring::retention_mib") * MIB,
}

# The journal and what it leaves free: hieradata/service/base.yaml and hieradata/type/development.yaml.
JOURNAL = 4096 * MIB
JOURNAL_OF_DEVELOPMENT = 1524 * MIB

# In percent: above it Elasticsearch gives a member no more shards (cluster.routing.allocation.disk.watermark.low).
LOW_WATERMARK = 85


def kept(environment: Environment, node_type: NodeType) -> dict[str, int]:
    """Give the bytes that each service keeps to itself on a node of the type."""
    return {
        service: of(sizes_of(environment, node_type, service))
        for service, of in _KEPT.items()
        if runs(node_type, service)
    }


def full(environment: Environment, node_type: NodeType) -> bool:
    """Say whether what the services keep is all of the disk, or more."""
    return sum(kept(environment, node_type).values()) >= node_type.disk


def left(environment: Environment, node_type: NodeType) -> int:
    """Give the bytes that are left for data, when every service has taken what it keeps."""
    journal = JOURNAL_OF_DEVELOPMENT if environment.type == "development" else JOURNAL
    usable = node_type.disk * LOW_WATERMARK // 100 if runs(node_type, "search") else node_type.disk
    return usable - journal - sum(kept(environment, node_type).values())


def short(environment: Environment, node_type: NodeType) -> bool:
    """Say whether less than a fourth of the disk is left for data: DiskFilling begins to warn at a fifth."""
    return left(environment, node_type) * 4 < node_type.disk


def queue_limits(environment: Environment, node_type: NodeType) -> tuple[int, int]:
    """Give how much memory messages may take, and how much disk RabbitMQ keeps free for them."""
    sizes = sizes_of(environment, node_type, "queue")
    memory, disk = (amount(sizes, f"profile::queue::{name}") * MIB for name in ("memory_watermark", "disk_free_limit"))
    return memory, disk


def lacks_queue(environment: Environment, node_type: NodeType) -> bool:
    """Say whether messages in memory may be more than what is kept free for them."""
    if not runs(node_type, "queue"):
        return False
    memory, disk = queue_limits(environment, node_type)
    return disk < memory


def suffices(environment: Environment, node_type: NodeType) -> bool:
    """Say whether the disk is enough for all of this: what rules propose, so that none has to be asked twice."""
    return not (full(environment, node_type) or short(environment, node_type) or lacks_queue(environment, node_type))
