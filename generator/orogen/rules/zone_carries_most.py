"""Most of the processors that do the work stand in one zone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO614"
SEVERITY = "warning"
TITLE = "Too little left without a zone"
WHY = (
    "The nodes that are left carry everybody. With less than a third of the processors they do so at night only: by "
    "day the shop is up for the monitoring and down for its customers."
)
FIX = "Have nodes of about the same strength in each zone."
BAD = """\
nodes:
  web: {count: 1, zones: [europe-west1-b], cpus: 32, memory: 64GiB}
  web-small: {count: 1, services: [web, websocket], zones: [europe-west1-c], memory: 16GiB}
"""
GOOD = """\
nodes:
  web: {count: 1, zones: [europe-west1-b], cpus: 32, memory: 64GiB}
  web-other: {count: 1, services: [web, websocket], zones: [europe-west1-c], cpus: 32, memory: 64GiB}
"""

# Services whose nodes share the work, and do all of it with those that are left.
_SHARED = ("web", "consumer")
_LEAST_PART = 3


def check(case: Case) -> Iterator[Finding]:
    """Give the weakest type that is left, when it is less than a third; nothing at all is another rule's matter."""
    if case.environment.type not in REDUNDANT:
        return
    for service in _SHARED:
        nodes = case.plan.cluster(service)
        there: Counter[str] = Counter()
        for node in nodes:
            there[node.zone] += node.type.cpus
        zone, most = there.most_common(1)[0] if there else ("", 0)
        rest = there.total() - most
        if 0 < rest * _LEAST_PART < there.total():
            weakest = min((node.type for node in nodes if node.zone != zone), key=lambda each: each.cpus)
            strongest = max((node.type for node in nodes if node.zone == zone), key=lambda each: each.cpus)
            yield Finding(
                ("nodes", weakest.name, "cpus"),
                f"without zone `{zone}`, {rest} of {there.total()} processors are left for `{service}`",
                f"Move some of `{strongest.name}` to another zone, or give `{weakest.name}` more processors or nodes.",
                related=((("nodes", strongest.name), f"{most} processors in `{zone}`"),),
            )
            return
