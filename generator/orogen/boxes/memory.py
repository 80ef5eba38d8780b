"""How much memory each box gets: the spec's where this machine has it, less where not, never less than the least."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from orogen.contract import GIB, MIB
from orogen.errors import OrogenError
from orogen.plan.budget import SYSTEM_FLOOR
from orogen.plan.build import services_of

if TYPE_CHECKING:
    from orogen.spec.environment import Environment, NodeType

# A box has no kernel and no page cache of its own: what is left of the system takes about this (Debian 13, idle).
_BOX_SYSTEM = 96 * MIB
# What a service with a share by weight needs at the least to be of use: 320 MiB of heap for Elasticsearch.
_LEAST_BY_WEIGHT = 128 * MIB
# What services take without a load, of what they may at the least (nine boxes with every service: 4 of 11 GiB).
_TAKEN = 0.5
# The machine's own programs, and Puppet's runs.
_LEFT_ALONE = 0.2
_STEP = 16 * MIB


def of_machine() -> int:
    """Give this machine's memory in bytes. Not what is free: called again, `up` must come to the same sizes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def shared_out(environment: Environment, machine: int) -> dict[str, int]:
    """Give each type's memory in bytes, as its nodes are told. Raises OrogenError when not even the least fits.

    The least may be promised twice, as services without a load take half of it; what is above it is there for all.
    """
    usable = int(machine * (1 - _LEFT_ALONE))
    least = {node_type.name: min(_least(node_type), node_type.memory) for node_type in environment.nodes}
    promised = sum(node_type.count * _claimed(least[node_type.name]) for node_type in environment.nodes)
    needed = int(promised * _TAKEN)
    if needed > usable:
        count = sum(node_type.count for node_type in environment.nodes)
        raise OrogenError(
            f"{count} boxes need {needed / GIB:.1f} GiB at the least, this machine has {usable / GIB:.1f} GiB for them",
            help="Have fewer nodes in the spec (`count`), or take a larger machine.",
        )
    wished = sum(node_type.count * (node_type.memory - least[node_type.name]) for node_type in environment.nodes)
    share = min(1.0, max(usable - promised, 0) / wished) if wished else 1.0
    return {
        node_type.name: node_type.memory
        if share == 1
        else _rounded(least[node_type.name] + share * (node_type.memory - least[node_type.name]))
        for node_type in environment.nodes
    }


def _least(node_type: NodeType) -> int:
    memories = [service.memory for service in services_of(node_type)]
    return SYSTEM_FLOOR + sum(memory.fixed + memory.weight * _LEAST_BY_WEIGHT for memory in memories)


def _claimed(memory: int) -> int:
    return _BOX_SYSTEM + max(memory - SYSTEM_FLOOR, 0)


def _rounded(memory: float) -> int:
    return int(memory) // _STEP * _STEP
