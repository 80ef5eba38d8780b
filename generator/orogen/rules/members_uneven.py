"""A member of a cluster has much less memory than the one whose work it may take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.memory import short
from orogen.rules.sizes import budgets, enough, runs, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.rules.sizes import Fits

CODE = "ORO615"
SEVERITY = "warning"
TITLE = "Members of different strength"
WHY = (
    "Any member may lead tomorrow. With less than half of the memory the same load reads from disk what its "
    "predecessor had in memory: the failover works, and the shop crawls."
)
FIX = "Give all members of a cluster about the same memory."
BAD = """\
nodes:
  database: {count: 1}
  standby: {count: 1, services: [database, coordination], zones: [europe-west1-c], cpus: 8, memory: 16GiB, disk: 500GiB}
"""
GOOD = """\
nodes:
  database: {count: 1}
  standby: {count: 1, services: [database, coordination], zones: [europe-west1-c], cpus: 8, memory: 64GiB, disk: 500GiB}
"""

_SERVICES = ("database", "search", "queue", "files")
_LEAST_PART = 2


def check(case: Case) -> Iterator[Finding]:
    """Give each type whose members have less than half of the strongest one's budget, unless they are short anyway."""
    environment = case.environment
    for service in _SERVICES:
        types = [each for each in environment.nodes if runs(each, service)]
        if not types:
            continue
        strongest = max(types, key=lambda each: budgets(each)[service].memory)
        most = budgets(strongest)[service].memory
        for node_type in types:
            there = budgets(node_type)[service].memory
            if there * _LEAST_PART < most and service not in short(node_type):
                yield Finding(
                    ("nodes", node_type.name, "memory"),
                    f"`{service}` has {size(there)} on `{node_type.name}`, and {size(most)} on `{strongest.name}`",
                    enough(environment, node_type, "memory", _half_of(service, most)),
                    related=((("nodes", strongest.name, "memory"), f"{size(strongest.memory)} of memory"),),
                )


def _half_of(service: str, most: int) -> Fits:
    return lambda _environment, node_type: budgets(node_type)[service].memory * _LEAST_PART >= most
