"""The rows of the grid: node types by tier, each with its clusters and the connections that these have."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from orogen.catalogue import catalogue
from orogen.contract import Tier
from orogen.graph import wording
from orogen.graph.picture import Band, Entry, Link, Machine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Service
    from orogen.graph.picture import Fate, Row
    from orogen.plan.model import Flow, Node, Plan

_TIERS: tuple[Tier, ...] = get_args(Tier)
_ROWS: dict[Tier, Row] = {
    "edge": "Application",
    "application": "Application",
    "store": "Stores",
    "operations": "Operations",
    "backup": "Operations",
}
ROWS: tuple[Row, ...] = tuple(dict.fromkeys(_ROWS.values()))

_Type = tuple["Node", ...]


def bands_of(plan: Plan, gone: frozenset[str], fates: Mapping[str, Fate]) -> tuple[Band, ...]:
    """Give the rows from top to bottom; within a tier in the spec's order."""
    every = _merged(plan)
    every.sort(key=lambda types: ROWS.index(_row(types[0][0])))
    return tuple(_band(plan, types, gone, fates) for types in every)


def _shown(node: Node) -> list[Service]:
    return [catalogue()[name] for name in node.services if catalogue()[name].tier != "system"]


def _row(node: Node) -> Row:
    """Give where most of a node's services belong; one that takes visitors stands with the application."""
    tiers = [service.tier for service in _shown(node)]
    if not tiers or "edge" in tiers:
        return ROWS[0]
    rows = [_ROWS[tier] for tier in tiers]
    return max(ROWS, key=lambda row: rows.count(row))


def _merged(plan: Plan) -> list[list[_Type]]:
    """Give the types of each row: those of a tier share one if they share a cluster and no zone."""
    rows: list[list[_Type]] = []
    for name in dict.fromkeys(node.type.name for node in plan.nodes):
        nodes = tuple(node for node in plan.nodes if node.type.name == name)
        fitting = (types for types in rows if _fit(plan, types, nodes))
        if row := next(fitting, None):
            row.append(nodes)
        else:
            rows.append([nodes])
    return rows


def _fit(plan: Plan, types: list[_Type], nodes: _Type) -> bool:
    """Say whether nodes may stand beside others: in other zones, and with nothing between the members of a cluster."""
    others = [node for type_ in types for node in type_]
    by_zone = {node.zone: {service.name for service in _shown(node)} for node in (*others, *nodes)}
    in_order = [by_zone[zone] for zone in plan.environment.location.zones if zone in by_zone]
    wanted = {service.name for service in _shown(nodes[0])}
    shared = any(wanted & by_zone[node.zone] for node in others)
    apart = {node.zone for node in nodes}.isdisjoint(node.zone for node in others)
    joined = not any(_broken([name in names for names in in_order]) for name in set().union(*in_order))
    return shared and apart and joined and _row(nodes[0]) == _row(others[0])


def _broken(present: list[bool]) -> bool:
    """Say whether something begins again after it has ended."""
    return sum(now and not before for before, now in pairwise([False, *present])) > 1


def _band(plan: Plan, types: list[_Type], gone: frozenset[str], fates: Mapping[str, Fate]) -> Band:
    nodes = [node for type_ in types for node in type_]
    services = {service.name: service for node in nodes for service in _shown(node)}
    # What all cards have comes first: so the same service stands at the same height in each.
    on_types = {name: sum(name in type_[0].services for type_ in types) for name in services}
    in_spec = [name for type_ in types for name in type_[0].type.services]
    ordered = sorted(
        services.values(),
        key=lambda service: (
            -on_types[service.name],
            _TIERS.index(service.tier),
            in_spec.index(service.name) if service.name in in_spec else 0,
        ),
    )
    zones = plan.environment.location.zones
    return Band(
        row=_row(nodes[0]),
        types=tuple((type_[0].type.name, wording.size(type_[0].type)) for type_ in types),
        entries=tuple(_entry(plan, service, fates) for service in ordered),
        machines=tuple(
            Machine(
                name=node.name,
                address=str(node.address),
                zone=zones.index(node.zone),
                services=tuple(service.name for service in ordered if service.name in node.services),
                about=f"{node.certname}\n{node.address} in {node.zone}\n{', '.join(node.services)}",
                lost=node.name in gone,
            )
            for node in nodes
        ),
    )


def _entry(plan: Plan, service: Service, fates: Mapping[str, Fate]) -> Entry:
    members = plan.clusters[service.name].nodes
    among = [flow for flow in plan.flows if flow.source == flow.target == service.name]
    return Entry(
        service=service.name,
        row=_ROWS[service.tier],
        title=service.title,
        note=wording.quorum_note(service.quorum, len(members)),
        why=f"{service.why}\n{service.quorum.why}",
        visitors=_visitors(plan, service),
        clients=_clients(plan, service),
        members=Link(label=wording.label(among), why=wording.reasons(among)) if among and len(members) > 1 else None,
        calls=any(_is_client(plan, service, other) for other in plan.services),
        backup=_backup(plan, service),
        repository=service.tier == "backup" and plan.environment.backups is not None,
        fate=fates.get(service.name),
    )


def _visitors(plan: Plan, service: Service) -> Link | None:
    if service.tier != "edge":
        return None
    opened = [flow for flow in plan.flows if flow.target == service.name and flow.networks]
    if opened:
        return Link(label=wording.label(opened), why=wording.reasons(opened))
    return Link(label="tunnel", why="the nodes open the tunnel themselves: no port is open to the world")


def _live(plan: Plan, service: Service) -> list[Flow]:
    """Give the flows that lead from other services to the live member of a cluster.

    Where the endpoint's own port is absent (one Redis needs no Sentinel), they are all but those that read metrics.
    """
    if not service.endpoints:
        return []
    numbers = {service.port(endpoint.port).number for endpoint in service.endpoints}
    metrics = {exporter.port for exporter in service.exporters}
    every = [flow for flow in plan.flows if flow.target == service.name and flow.source not in ("", service.name)]
    live = [flow for flow in every if flow.port in numbers]
    return live or [flow for flow in every if flow.port not in metrics]


def _clients(plan: Plan, service: Service) -> Link | None:
    flows = _live(plan, service)
    if not flows:
        return None
    encrypted = " TLS" if flows[0].encrypted else ""
    why = "\n".join((wording.reasons(flows), *(endpoint.why for endpoint in service.endpoints)))
    return Link(label=f"{wording.label(flows)}{encrypted}", why=why)


def _is_client(plan: Plan, service: Service, other: Service) -> bool:
    """Say whether a service, or one that comes with it, connects to the live member of another one."""
    return service != other and not _brought(service).isdisjoint(flow.source for flow in _live(plan, other))


def _brought(service: Service) -> set[str]:
    return {service.name}.union(*(_brought(catalogue()[name]) for name in service.requires))


def _backup(plan: Plan, service: Service) -> str:
    """Say what of a service is in a backup set, where one that makes the sets reads it."""
    readers = {reader.name for reader in plan.services if reader.tier == "backup"}
    read = any(flow.source in readers and flow.target == service.name for flow in plan.flows)
    return service.backup.content if read and service.backup else ""
