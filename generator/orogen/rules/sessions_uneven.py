"""A member of the cache holds fewer sessions than the one it replicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.sizes import amount, enough, runs, size, sizes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.rules.sizes import Fits
    from orogen.spec.environment import Environment, NodeType

CODE = "ORO616"
SEVERITY = "warning"
TITLE = "Sessions do not fit after a failover"
WHY = (
    "A replica takes in whatever its master has, above its own maxmemory too. Once it is the master the limit counts: "
    "Redis refuses every new session, and nobody can log in although all of Redis is up."
)
FIX = "Give all nodes with the cache about the same memory."
BAD = """\
nodes:
  cache: {count: 2, zones: [europe-west1-b, europe-west1-c]}
  cache-small: {count: 1, services: [cache], zones: [europe-west1-d], memory: 8GiB}
"""
GOOD = """\
nodes:
  cache: {count: 2, zones: [europe-west1-b, europe-west1-c]}
  cache-other: {count: 1, services: [cache], zones: [europe-west1-d], memory: 16GiB}
"""

# Services beside the cache make small differences, and no master is full to the last byte.
_LEAST_PERCENT = 75


def sessions(environment: Environment, node_type: NodeType) -> int:
    """Give the bytes that sessions may take on a node of the type."""
    return amount(sizes_of(environment, node_type, "cache"), "profile::cache::sizes", "sessions", "maxmemory")


def check(case: Case) -> Iterator[Finding]:
    """Give each type that holds less than three fourths of what another one does."""
    environment = case.environment
    types = [each for each in environment.nodes if runs(each, "cache")]
    if not types:
        return
    largest = max(types, key=lambda each: sessions(environment, each))
    most = sessions(environment, largest)
    for node_type in types:
        there = sessions(environment, node_type)
        if there * 100 < most * _LEAST_PERCENT:
            yield Finding(
                ("nodes", node_type.name, "memory"),
                f"`{node_type.name}` has room for {size(there)} of sessions, and `{largest.name}` for {size(most)}",
                enough(environment, node_type, "memory", _nearly(most)),
                related=((("nodes", largest.name, "memory"), f"{size(largest.memory)} of memory"),),
            )


def _nearly(most: int) -> Fits:
    return lambda environment, node_type: sessions(environment, node_type) * 100 >= most * _LEAST_PERCENT
