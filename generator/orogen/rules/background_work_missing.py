"""Nobody does the shop's background work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO224"
SEVERITY = "warning"
TITLE = "Background work that nobody does"
WHY = "Search index, prices and imports are messages, many sent by cron: orders come in and nothing follows."
FIX = "Add `consumer` and `cron` to the services of a node type."
BAD = """\
nodes:
  job: {count: 2, services: [consumer]}
"""
GOOD = """\
nodes:
  job: {count: 2, services: [consumer, cron]}
"""

NEEDED = ("consumer", "cron")


def check(case: Case) -> Iterator[Finding]:
    """Give the nodes of a production environment when a service of those is missing. Cron alone is ORO208."""
    environment = case.environment
    running = {service for node_type in environment.nodes for service in node_type.services}
    missing = [service for service in NEEDED if service not in running]
    if environment.type == "production" and missing and "cron" in missing:
        yield Finding(("nodes",), f"no node type runs {listing(missing)}", FIX, at_key=True)
