"""What services get on their nodes, and how large a node would have to be: by what they size themselves with."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from orogen.catalogue import catalogue
from orogen.contract import GIB, MIB
from orogen.plan.budget import budgets_of
from orogen.plan.build import services_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from orogen.contract import Budget, Data
    from orogen.spec.environment import Environment, NodeType

    Fits = Callable[[Environment, NodeType], bool]
    """Whether a node type of an environment has enough of something."""

# No provider's machine has more memory, and no disk is larger, in GiB.
_MOST = {"memory": 4096, "disk": 65536}


def size(amount: int) -> str:
    """Give bytes in words: whole GiB, and MiB below ten of them, so that what is just too small looks different."""
    if amount % GIB == 0 or amount >= 10 * GIB:
        return f"{amount / GIB:.1f}".removesuffix(".0") + " GiB"
    return f"{amount // MIB} MiB"


@lru_cache(maxsize=4096)
def budgets(node_type: NodeType) -> Mapping[str, Budget]:
    """Give what each service may use on a node of the type. Kept, because many rules ask for the same."""
    return budgets_of(node_type, services_of(node_type))


def runs(node_type: NodeType, service: str) -> bool:
    """Say whether nodes of the type run the service, asked for or implied."""
    return service in budgets(node_type)


def sizes_of(environment: Environment, node_type: NodeType, service: str) -> Data:
    """Give the Hiera data that a service makes of its budget there."""
    return catalogue()[service].sizing(environment, budgets(node_type)[service])


def amount(data: Data, *path: str) -> int:
    """Give a number from such data; PostgreSQL's `349MB`, which it takes for MiB, in bytes."""
    value: Any = data
    for step in path:
        value = value[step]
    return int(value.removesuffix("MB")) * MIB if isinstance(value, str) else int(value)


def enough(environment: Environment, node_type: NodeType, field: Literal["memory", "disk"], fits: Fits) -> str:
    """Give the advice to enlarge the type's nodes to the first whole GiB that is enough: whatever is larger is too."""
    now = node_type.memory if field == "memory" else node_type.disk
    larger = range(now // GIB + 1, _MOST[field] + 1)
    place = bisect_left(larger, True, key=lambda gib: _fits_with(environment, node_type, {field: gib * GIB}, fits))
    if place == len(larger):
        return f"No {field} is enough: give `{node_type.name}` fewer services."
    return f"Give `{node_type.name}` `{field}: {larger[place]}GiB` or more."


def _fits_with(environment: Environment, node_type: NodeType, changes: dict[str, Any], fits: Fits) -> bool:
    changed = replace(node_type, **changes)
    nodes = tuple(changed if each.name == node_type.name else each for each in environment.nodes)
    return fits(replace(environment, nodes=nodes), changed)
