"""From an Environment to its Plan: a pure function, and the only place where services meet nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.plan.budget import budgets_of
from orogen.plan.model import Certificate, Cluster, Flow, Node, Plan, ProxiedEndpoint
from orogen.plan.placement import address_of, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.contract import Service
    from orogen.spec.environment import Environment, NodeType


def plan(environment: Environment) -> Plan:
    """Lay the environment out on machines."""
    nodes = tuple(node for node_type in environment.nodes for node in _nodes(environment, node_type))
    running = tuple(s for s in catalogue().values() if any(s.name in node.services for node in nodes))
    clusters = {s.name: Cluster(service=s, nodes=tuple(n for n in nodes if s.name in n.services)) for s in running}
    return Plan(
        environment=environment,
        services=running,
        nodes=nodes,
        clusters=clusters,
        flows=tuple(_flows(environment, running)),
        endpoints=tuple(_endpoints(running)),
        certificates=tuple(_certificate(node) for node in nodes),
        budgets={
            (node_type.name, service): budget
            for node_type in environment.nodes
            for service, budget in budgets_of(node_type, services_of(node_type)).items()
        },
    )


def services_of(node_type: NodeType) -> tuple[Service, ...]:
    """Give all that runs on a type's nodes in role order: what the spec names, requires, or has everywhere."""
    known = catalogue()
    wanted = set(node_type.services) | {service.name for service in known.values() if service.everywhere}
    while missing := {required for name in wanted for required in known[name].requires} - wanted:
        wanted |= missing
    return tuple(service for service in known.values() if service.name in wanted)


def _nodes(environment: Environment, node_type: NodeType) -> Iterable[Node]:
    location = environment.location
    services = tuple(service.name for service in services_of(node_type))
    for ordinal in range(1, node_type.count + 1):
        name = f"{node_type.name}{ordinal}"
        yield Node(
            name=name,
            certname=f"{name}.{location.domain}",
            type=node_type,
            ordinal=ordinal,
            zone=zone_of(node_type, ordinal),
            address=address_of(node_type, ordinal, location),
            services=services,
        )


def _flows(environment: Environment, running: tuple[Service, ...]) -> Iterable[Flow]:
    present = {service.name for service in running}
    for service in running:
        for port in (port for port in service.ports if port.when(environment)):
            sources = [(client, (), why) for client, why in port.clients.items() if client in present]
            networks = port.networks(environment)
            outside = [("", networks, port.networks_why)] if networks else []
            for source, from_networks, why in [*sources, *outside]:
                yield Flow(
                    source=source,
                    networks=from_networks,
                    target=service.name,
                    port=port.number,
                    last=port.last or port.number,
                    protocol=port.protocol,
                    encrypted=port.encrypted,
                    why=why,
                )


def _endpoints(running: tuple[Service, ...]) -> Iterable[ProxiedEndpoint]:
    for service in running:
        for endpoint in service.endpoints:
            if endpoint.reach == "proxy":
                clients = tuple(name for name in service.port(endpoint.port).clients if name != service.name)
                yield ProxiedEndpoint(service=service.name, endpoint=endpoint, clients=clients)


def _certificate(node: Node) -> Certificate:
    names = {node.certname, node.name, "localhost"}
    for service in node.services:
        names.update(catalogue()[service].certificate_names)
    addresses = tuple(sorted({str(node.address), "127.0.0.1"}))
    return Certificate(certname=node.certname, names=tuple(sorted(names)), addresses=addresses)
