"""Services whose nodes vote, and where their voters stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orogen.catalogue import catalogue

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.rules.finding import Path

REDUNDANT = ("production", "staging")
"""The types that promise to survive the loss of any node and of any zone (OroCloud, "Environment types and plans")."""


def voting() -> tuple[str, ...]:
    """Give the services of which more than half of the nodes must be there, in the order of roles."""
    return tuple(service.name for service in catalogue().values() if service.quorum.model == "majority")


def decisive_zone(nodes: tuple[Node, ...]) -> tuple[str, int] | None:
    """Give the zone whose loss leaves no majority of these voters, with its number of them; None if there is none."""
    if not nodes:
        return None
    zone, there = Counter(node.zone for node in nodes).most_common(1)[0]
    return (zone, there) if there * 2 >= len(nodes) else None


def misplaced_witnesses(plan: Plan, service: str) -> tuple[Node, ...]:
    """Give the voters that only vote and, by standing elsewhere, would leave a majority when a zone is lost.

    Those that only vote are the nodes of the service on which nothing runs that its votes are for.
    """
    voters = plan.cluster(service)
    found = decisive_zone(voters)
    if not found:
        return ()
    zone, there = found
    led = {each.name for each in catalogue().values() if each.quorum.voters == service}
    witnesses = tuple(node for node in voters if node.zone == zone and not led & set(node.services))
    return witnesses if led and len(witnesses) < there and (there - len(witnesses)) * 2 < len(voters) else ()


def what_to_spread(plan: Plan, nodes: tuple[Node, ...], zone: str) -> Path:
    """Give what to change so that fewer of these nodes stand in a zone.

    A type with zones of its own comes before one that takes all of them, and one with more such nodes before one with
    fewer.
    """
    zones = plan.environment.location.zones
    there = Counter((node.type.zones != zones, node.type.name) for node in nodes if node.zone == zone)
    own_zones, name = max(there, key=lambda found: (found[0], there[found]))
    return ("nodes", name, "zones" if own_zones else "count")
