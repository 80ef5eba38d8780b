"""A node's memory, divided among its services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import MIB, Budget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Service
    from orogen.spec.environment import NodeType

# The system itself, its page cache, SSH and the agents: a floor, and a share of large machines.
SYSTEM_FLOOR = 384 * MIB
_SYSTEM_SHARE = 0.05


def free_memory(node_type: NodeType, services: tuple[Service, ...]) -> int:
    """Give what the system and the services' fixed bytes leave of a node's memory; below zero they do not fit."""
    fixed = sum(service.memory.fixed for service in services)
    return node_type.memory - max(SYSTEM_FLOOR, int(node_type.memory * _SYSTEM_SHARE)) - fixed


def budgets_of(node_type: NodeType, services: tuple[Service, ...]) -> Mapping[str, Budget]:
    """Give each service's budget: its fixed bytes, then its share by weight of what the others leave."""
    weights = sum(service.memory.weight for service in services) or 1
    free = max(free_memory(node_type, services), 0)
    return {
        service.name: Budget(
            cpus=node_type.cpus,
            memory=service.memory.fixed + free * service.memory.weight // weights,
            disk=node_type.disk,
        )
        for service in services
    }
