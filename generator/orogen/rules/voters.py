"""Services whose nodes vote, and where their voters stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.plan.placement import zone_of

if TYPE_CHECKING:
    from orogen.spec.environment import Environment, NodeType


def voting() -> tuple[str, ...]:
    """Give the services of which more than half of the nodes must be there, in the order of roles."""
    return tuple(service.name for service in catalogue().values() if service.quorum.model == "majority")


@dataclass(frozen=True, slots=True)
class Voter:
    """One node that votes."""

    node_type: NodeType
    zone: str


def voters_of(environment: Environment, service: str) -> list[Voter]:
    """Give the nodes of all types that vote in a service."""
    return [
        Voter(node_type, zone_of(node_type, ordinal))
        for node_type in environment.nodes
        if service in node_type.services
        for ordinal in range(1, node_type.count + 1)
    ]
