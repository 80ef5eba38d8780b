"""How much of a node a service has, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import GIB, MIB
from orogen.plan.build import services_of

if TYPE_CHECKING:
    from orogen.contract import Service
    from orogen.plan.model import Node, Plan


def size(amount: int) -> str:
    """Give a number of bytes as people say it: `3.2 GiB`, `512 MiB`."""
    if amount < GIB:
        return f"{amount // MIB} MiB"
    return f"{amount / GIB:.1f}".removesuffix(".0") + " GiB"


def budget_words(plan: Plan, node: Node, service: Service) -> str:
    """Say how the node's memory is divided, and what of it is this service's."""
    services = services_of(node.type)
    own, weight = service.memory.fixed, service.memory.weight
    budgets = {each.name: plan.budgets[node.type.name, each.name].memory for each in services}
    fixed = sum(each.memory.fixed for each in services)
    shared = sum(budgets.values()) - fixed
    weights = sum(each.memory.weight for each in services)
    total = size(node.type.memory)
    if not shared:
        return f"Nothing of the node's {total} is left to share; {service.name} has its first {size(own)}."
    share = "all" if weight == weights else f"{weight} of {weights} shares"
    return (
        f"Of the node's {total}, {size(node.type.memory - fixed - shared)} are for the system and {size(fixed)} for "
        f"what its services ask for first; {service.name} has {share} of the other {size(shared)}, and its first "
        f"{size(own)}: {size(budgets[service.name])}."
    )
