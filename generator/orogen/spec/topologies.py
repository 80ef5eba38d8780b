"""The standard topology of each environment type: what a spec without `nodes` gets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.spec.environment import EnvironmentType


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A node type of a standard topology. `witness`: in the third zone only, where no database is."""

    name: str
    services: tuple[str, ...]
    cpus: int
    memory: str
    count: int = 1
    disk: str = "100GiB"
    witness: bool = False


# OroCloud's architecture page: at least two of everything, an odd number wherever nodes vote.
_PRODUCTION = (
    Standard(name="web", count=2, services=("web", "websocket"), cpus=8, memory="32GiB"),
    Standard(name="job", count=2, services=("consumer", "cron"), cpus=8, memory="16GiB"),
    Standard(name="database", count=2, services=("database", "coordination"), cpus=8, memory="64GiB", disk="500GiB"),
    Standard(name="witness", services=("coordination",), cpus=2, memory="4GiB", disk="50GiB", witness=True),
    Standard(name="search", count=3, services=("search",), cpus=4, memory="16GiB", disk="200GiB"),
    Standard(name="queue", count=3, services=("queue",), cpus=4, memory="8GiB"),
    Standard(name="cache", count=3, services=("cache",), cpus=2, memory="16GiB", disk="50GiB"),
    Standard(name="files", count=3, services=("files",), cpus=2, memory="8GiB", disk="500GiB"),
    Standard(name="mail", count=2, services=("mail",), cpus=2, memory="4GiB", disk="50GiB"),
    Standard(name="maintenance", services=("maintenance", "backup", "monitoring"), cpus=4, memory="16GiB"),
)

_STAGING = (
    Standard(name="web", count=2, services=("web", "websocket"), cpus=4, memory="16GiB", disk="50GiB"),
    Standard(name="job", count=2, services=("consumer", "cron"), cpus=4, memory="8GiB", disk="50GiB"),
    Standard(name="database", count=2, services=("database", "coordination"), cpus=4, memory="16GiB", disk="200GiB"),
    Standard(name="witness", services=("coordination",), cpus=1, memory="2GiB", disk="20GiB", witness=True),
    Standard(name="search", count=3, services=("search",), cpus=2, memory="8GiB"),
    Standard(name="queue", count=3, services=("queue",), cpus=2, memory="4GiB", disk="50GiB"),
    Standard(name="cache", count=3, services=("cache",), cpus=2, memory="4GiB", disk="50GiB"),
    Standard(name="files", count=3, services=("files",), cpus=2, memory="4GiB", disk="200GiB"),
    Standard(name="mail", count=2, services=("mail",), cpus=1, memory="2GiB", disk="20GiB"),
    Standard(name="maintenance", services=("maintenance", "backup", "monitoring"), cpus=2, memory="8GiB"),
)

_TESTING = (
    Standard(name="app", services=("web", "websocket", "consumer", "cron"), cpus=4, memory="16GiB", disk="50GiB"),
    Standard(name="database", services=("database", "coordination"), cpus=2, memory="8GiB"),
    Standard(name="store", services=("search", "queue", "cache", "files"), cpus=4, memory="16GiB"),
    Standard(name="maintenance", services=("mail", "maintenance", "backup", "monitoring"), cpus=2, memory="8GiB"),
)

_DEVELOPMENT = (
    Standard(
        name="app",
        services=(
            *("web", "websocket", "consumer", "cron", "database", "coordination"),
            *("search", "queue", "cache", "files", "maintenance", "monitoring"),
        ),
        cpus=8,
        memory="32GiB",
    ),
)

_TOPOLOGIES: dict[EnvironmentType, tuple[Standard, ...]] = {
    "production": _PRODUCTION,
    "staging": _STAGING,
    "testing": _TESTING,
    "development": _DEVELOPMENT,
}

ENTERPRISE_ONLY = frozenset({"search", "queue"})


def standard_topology(environment_type: EnvironmentType, edition: str) -> tuple[Standard, ...]:
    """Give the node types of an environment type. The community edition searches and queues in its database.

    Its consumers then run on one node: they find dead ones of their kind by process files in the local /tmp.
    """
    topology = _TOPOLOGIES[environment_type]
    return topology if edition == "enterprise" else tuple(_community(topology))


def _community(topology: tuple[Standard, ...]) -> list[Standard]:
    kept = [
        replace(standard, services=tuple(name for name in standard.services if name not in ENTERPRISE_ONLY))
        for standard in topology
    ]
    return [
        replace(standard, count=1) if "consumer" in standard.services else standard
        for standard in kept
        if standard.services
    ]
