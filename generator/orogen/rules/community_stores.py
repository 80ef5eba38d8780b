"""The community edition is given stores that it cannot use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.topologies import ENTERPRISE_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO501"
SEVERITY = "error"
TITLE = "Enterprise store in the community edition"
WHY = "Only the enterprise edition can talk to Elasticsearch and RabbitMQ; the other uses its database for both."
FIX = "Remove the service, or set `application.edition: enterprise`."
BAD = """\
application: {edition: community}
nodes:
  queue: {count: 3, services: [queue]}
"""
GOOD = """\
application: {edition: enterprise}
nodes:
  queue: {count: 3, services: [queue]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each service of a community environment that only the enterprise edition can use."""
    environment = case.environment
    if environment.application.edition == "enterprise":
        return
    for node_type in environment.nodes:
        for index, service in enumerate(node_type.services):
            if service in ENTERPRISE_ONLY:
                message = f"the community edition cannot use `{service}`"
                yield Finding(("nodes", node_type.name, "services", index), message, FIX)
