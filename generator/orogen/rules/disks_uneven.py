"""A member that keeps a whole copy has a smaller disk than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.disk import full
from orogen.rules.finding import Finding
from orogen.rules.sizes import runs, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO617"
SEVERITY = "warning"
TITLE = "Copies on disks of different size"
WHY = (
    "Each member holds all of the data, so the smallest disk is what there is. It is full while the leader has room: "
    "the copy is lost without anybody's noticing, and with it the failover."
)
FIX = "Give all members of a cluster disks of the same size."
BAD = """\
nodes:
  database: {count: 1}
  standby: {count: 1, services: [database, coordination], zones: [europe-west1-c], cpus: 8, memory: 64GiB, disk: 250GiB}
"""
GOOD = """\
nodes:
  database: {count: 1}
  standby: {count: 1, services: [database, coordination], zones: [europe-west1-c], cpus: 8, memory: 64GiB, disk: 500GiB}
"""

# Elasticsearch spreads its shards by the disk that is free; these have everything on each member.
_SERVICES = ("database", "queue", "files")
_LEAST_PERCENT = 75


def check(case: Case) -> Iterator[Finding]:
    """Give each type whose disk has less than three fourths of the largest one of its cluster."""
    environment = case.environment
    found: set[str] = set()
    for service in _SERVICES:
        types = [each for each in environment.nodes if runs(each, service)]
        largest = max(types, key=lambda each: each.disk, default=None)
        for node_type in types:
            smaller = largest and node_type.disk * 100 < largest.disk * _LEAST_PERCENT
            if not largest or not smaller or node_type.name in found or full(environment, node_type):
                continue
            found.add(node_type.name)
            yield Finding(
                ("nodes", node_type.name, "disk"),
                f"`{service}` has {size(node_type.disk)} of disk on `{node_type.name}`, and {size(largest.disk)} on "
                f"`{largest.name}`",
                f"Give `{node_type.name}` `disk: {-(-largest.disk // 2**30)}GiB`.",
                related=((("nodes", largest.name, "disk"), f"{size(largest.disk)} of disk"),),
            )
