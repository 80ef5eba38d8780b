"""The plan: the environment laid out on machines. Everything here is frozen and ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ipaddress import IPv4Address

    from orogen.contract import Budget, Endpoint, Service, Value
    from orogen.spec.environment import Environment, NodeType


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One machine. `ordinal` counts from 1 within its type; `services` holds all that run here, implied ones too."""

    name: str
    certname: str
    type: NodeType
    ordinal: int
    zone: str
    address: IPv4Address
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """All nodes of the environment that run one service, in the order of their types and ordinals."""

    service: Service
    nodes: tuple[Node, ...]

    @property
    def members(self) -> list[Value]:
        """The nodes as Hiera data: what every profile of a cluster is told about its peers."""
        return [{"name": node.name, "address": str(node.address), "zone": node.zone} for node in self.nodes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Who may talk to whom: from a service (or from networks outside) to a service's port, and why.

    `last` ends a range of ports; it is `port` where there is one.
    """

    source: str
    networks: tuple[str, ...]
    target: str
    port: int
    last: int
    protocol: str
    encrypted: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The names that a node's certificate is valid for, sorted."""

    certname: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxiedEndpoint:
    """An endpoint that clients reach through their local HAProxy, with the cluster behind it."""

    service: str
    endpoint: Endpoint
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One environment on its machines. `services` run here, in role order; `budgets` is by type and service."""

    environment: Environment
    services: tuple[Service, ...]
    nodes: tuple[Node, ...]
    clusters: Mapping[str, Cluster]
    flows: tuple[Flow, ...]
    endpoints: tuple[ProxiedEndpoint, ...]
    certificates: tuple[Certificate, ...]
    budgets: Mapping[tuple[str, str], Budget]

    def cluster(self, service: str) -> tuple[Node, ...]:
        """Give the nodes that run a service: none when it runs nowhere here."""
        cluster = self.clusters.get(service)
        return cluster.nodes if cluster else ()

    def members(self, service: str) -> list[Value]:
        """Give a cluster's nodes as Hiera data, empty when the service runs nowhere here."""
        cluster = self.clusters.get(service)
        return cluster.members if cluster else []

    def addresses(self, service: str) -> list[str]:
        """Give the addresses of a cluster's nodes."""
        return [str(node.address) for node in self.cluster(service)]
