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


def budgets_of(node_type: NodeType, services: tuple[Service, ...]) -> Mapping[str, Budget]:
    """Give each service's budget: its fixed bytes, then its share by weight of what the others leave."""
    fixed = sum(service.memory.fixed for service in services)
    weights = sum(service.memory.weight for service in services) or 1
    free = node_type.memory - max(SYSTEM_FLOOR, int(node_type.memory * _SYSTEM_SHARE)) - fixed
    return {
        service.name: Budget(
            cpus=node_type.cpus,
            memory=service.memory.fixed + max(free, 0) * service.memory.weight // weights,
            disk=node_type.disk,
        )
        for service in services
    }
