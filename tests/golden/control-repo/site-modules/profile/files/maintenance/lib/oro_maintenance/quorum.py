"""How many members of a service may still be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oro_maintenance.configuration import Service


def needed(service: Service, total: int) -> int:
    """Give how many members the service needs to work: more than half of those there should be, one, or each."""
    if service.model == "majority":
        return total // 2 + 1
    return total if service.model == "every" else 1


def spare(service: Service, working: int, total: int) -> int:
    """Give how many members may still be lost; less than nothing when too many are lost already."""
    return working - needed(service, total)


def cost(name: str, service: Service, state: Mapping[str, Any]) -> str:
    """Say what the loss of one more member would cost, from a service's state; nothing when it can be spared."""
    if service.model == "every" or state["may_lose"] > 0:
        return ""
    working, total = len(state["working"]), state["total"]
    if total == 1:
        return f"{name}: this is its only node; without it {service.without}"
    if spare(service, working, total) > 0:
        return f"{name}: {'; '.join(state['faults'])}"
    return f"{name}: {working} of {total} work and {needed(service, total)} must; without that {service.without}"
