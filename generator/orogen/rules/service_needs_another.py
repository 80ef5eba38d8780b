"""A service cannot work because another one is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO208"
SEVERITY = "error"
TITLE = "Service without what it needs"
WHY = "Some services are of no use alone, and some share state between nodes only through another one."
FIX = "Add the service that is needed to a node type, or leave out the one that needs it."
BAD = """\
nodes:
  job: {count: 2, services: [cron]}
"""
GOOD = """\
nodes:
  job: {count: 2, services: [consumer, cron]}
"""


@dataclass(frozen=True, slots=True)
class Need:
    """From this number of nodes on, services need another one, and why."""

    services: tuple[str, ...]
    nodes: int
    needs: str
    why: str


# OroCommerce's documentation (system requirements, message queue, file storage) and Patroni's ("Replication modes").
NEEDS = (
    Need(("web",), 1, "database", "the application keeps its data there"),
    Need(("cron",), 1, "consumer", "cron only sends messages, which consumers work through"),
    Need(("database",), 1, "coordination", "Patroni keeps its leader's lock there"),
    Need(("consumer",), 2, "queue", "a queue in the database serves the consumers of one node only"),
    Need(("web",), 2, "cache", "several nodes share sessions there"),
    Need(("web", "consumer"), 2, "files", "several nodes share uploaded and exported files there"),
)


def check(case: Case) -> Iterator[Finding]:
    """Give each node type that is the first to run a service whose need is not met."""
    environment = case.environment
    running = {service for node_type in environment.nodes for service in node_type.services}
    for need in NEEDS:
        users = [node_type for node_type in environment.nodes if set(need.services) & set(node_type.services)]
        if need.needs not in running and sum(node_type.count for node_type in users) >= need.nodes:
            who = " and ".join(f"`{service}`" for service in need.services if service in running)
            more = f" on {need.nodes} nodes or more" if need.nodes > 1 else ""
            yield Finding(
                ("nodes", users[0].name, "services"),
                f"{who}{more} cannot do without `{need.needs}`: {need.why}",
                f"Add `{need.needs}` to the services of a node type.",
            )
