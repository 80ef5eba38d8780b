"""There are fewer than three zones where the loss of one is to be survived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO405"
SEVERITY = "error"
TITLE = "Fewer than three zones"
WHY = (
    "Whatever votes (etcd, Sentinel, RabbitMQ, Elasticsearch, MongoDB) has a majority in one of two zones, "
    "and stops when that one is lost; nobody on the other side can know whether it is."
)
FIX = "List three zones. The third one needs only small nodes that vote; with one zone, make the type testing."
BAD = """\
location:
  zones: [europe-west1-b, europe-west1-c]
nodes:
  witness: {zones: [europe-west1-c]}
"""
GOOD = """\
location:
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
nodes:
  witness: {zones: [europe-west1-d]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the zones of an environment that promises to survive the loss of one and has fewer than three."""
    zones = case.environment.location.zones
    if case.environment.type in REDUNDANT and len(zones) < 3:
        many = "one zone leaves nothing" if len(zones) == 1 else "two zones leave no majority"
        yield Finding(("location", "zones"), f"{many} when `{zones[0]}` is lost", FIX)
