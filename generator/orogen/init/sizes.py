"""The machines of each environment type by size. Medium is the standard topology; here is what differs from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orogen.spec.topologies import standard_topology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.spec.environment import EnvironmentType
    from orogen.spec.topologies import Standard

SIZES = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Machines:
    """How many nodes of a type there are, their processors, and their memory and disk in GiB."""

    count: int
    cpus: int
    memory: int
    disk: int


# Stores keep their number, on which their votes depend, and grow; what keeps no data grows in number as well.
_MACHINES: dict[tuple[EnvironmentType, str], dict[str, Machines]] = {
    ("production", "small"): {
        "web": Machines(2, 4, 16, 50),
        "job": Machines(2, 4, 8, 50),
        "database": Machines(2, 4, 32, 200),
        "witness": Machines(1, 1, 2, 20),
        "search": Machines(3, 2, 8, 100),
        "queue": Machines(3, 2, 4, 50),
        "cache": Machines(3, 2, 8, 50),
        "files": Machines(3, 2, 4, 200),
        "mail": Machines(2, 1, 2, 20),
        "maintenance": Machines(1, 2, 8, 100),
    },
    ("production", "large"): {
        "web": Machines(4, 16, 64, 100),
        "job": Machines(3, 16, 32, 100),
        "database": Machines(2, 16, 128, 1000),
        "witness": Machines(1, 2, 4, 50),
        "search": Machines(3, 8, 32, 500),
        "queue": Machines(3, 8, 16, 200),
        "cache": Machines(3, 4, 32, 100),
        "files": Machines(3, 4, 16, 1000),
        "mail": Machines(2, 2, 4, 50),
        "maintenance": Machines(1, 8, 32, 200),
    },
    ("staging", "small"): {
        "web": Machines(2, 2, 8, 50),
        "job": Machines(2, 2, 4, 50),
        "database": Machines(2, 2, 8, 100),
        "witness": Machines(1, 1, 2, 20),
        "search": Machines(3, 2, 4, 50),
        "queue": Machines(3, 2, 2, 20),
        "cache": Machines(3, 1, 2, 20),
        "files": Machines(3, 1, 2, 100),
        "mail": Machines(2, 1, 2, 20),
        "maintenance": Machines(1, 2, 4, 50),
    },
    ("staging", "large"): {
        "web": Machines(3, 8, 32, 100),
        "job": Machines(3, 8, 16, 100),
        "database": Machines(2, 8, 64, 500),
        "witness": Machines(1, 2, 4, 50),
        "search": Machines(3, 4, 16, 200),
        "queue": Machines(3, 4, 8, 100),
        "cache": Machines(3, 2, 16, 50),
        "files": Machines(3, 2, 8, 500),
        "mail": Machines(2, 2, 4, 50),
        "maintenance": Machines(1, 4, 16, 200),
    },
    ("testing", "small"): {
        "app": Machines(1, 4, 12, 50),
        "database": Machines(1, 2, 4, 50),
        "store": Machines(1, 2, 8, 50),
        "maintenance": Machines(1, 2, 4, 50),
    },
    ("testing", "large"): {
        "app": Machines(1, 8, 32, 100),
        "database": Machines(1, 4, 16, 200),
        "store": Machines(1, 8, 32, 200),
        "maintenance": Machines(1, 4, 16, 200),
    },
    ("development", "small"): {"app": Machines(1, 4, 24, 50)},
    ("development", "large"): {"app": Machines(1, 16, 64, 200)},
}


def topology(environment_type: EnvironmentType, edition: str, size: str) -> tuple[Standard, ...]:
    """Give the node types of an environment of this size."""
    machines = _MACHINES.get((environment_type, size), {})
    return tuple(_sized(standard, edition, machines) for standard in standard_topology(environment_type, edition))


def _sized(standard: Standard, edition: str, machines: Mapping[str, Machines]) -> Standard:
    if standard.name not in machines:
        return standard
    of = machines[standard.name]
    # The community edition's consumers run on one node: see the standard topology.
    alone = edition == "community" and "consumer" in standard.services
    return replace(
        standard,
        count=1 if alone else of.count,
        cpus=of.cpus,
        memory=f"{of.memory}GiB",
        disk=f"{of.disk}GiB",
    )
