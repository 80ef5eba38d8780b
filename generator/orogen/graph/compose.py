"""From a Plan to its Picture. What is drawn follows from the services' contracts: none is known by name here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.graph import wording
from orogen.graph.bands import bands_of
from orogen.graph.fates import fates_of, loss_of
from orogen.graph.picture import FlowLine, Loss, Outside, Picture, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.plan.model import Flow, Plan


def compose(plan: Plan, lost: str = "") -> Picture:
    """Give what a picture of the plan says, with the loss of the node or zone of this name. Raises OrogenError."""
    environment = plan.environment
    loss = loss_of(plan, lost) if lost else None
    shop, fates = fates_of(plan, loss) if loss else (None, {})
    return Picture(
        name=environment.name,
        facts=wording.facts(environment),
        visitors=_visitors(plan),
        edge=_edge(plan),
        region=wording.region(environment),
        zones=tuple(_zones(plan, lost)),
        bands=bands_of(plan, frozenset(loss.nodes) if loss else frozenset(), fates),
        repository=_repository(plan),
        recovery=_recovery(plan),
        flows=tuple(_flow_line(flow) for flow in plan.flows),
        loss=Loss(name=lost, shop=shop) if shop else None,
    )


def _visitors(plan: Plan) -> Outside:
    allowed = plan.environment.access.allow
    url = plan.environment.application.url
    return Outside(
        title="Visitors",
        details=(url, f"from {wording.counted(len(allowed), 'network')} only") if allowed else (url,),
        why=f"only from {', '.join(map(str, allowed))}" if allowed else "from the whole world",
        link=url.partition(":")[0].upper(),
    )


def _edge(plan: Plan) -> Outside:
    edge = plan.environment.edge
    return Outside(
        title=wording.EDGES[edge.kind],
        details=(f"tunnel {edge.tunnel}" if edge.tunnel else f"project {plan.environment.location.project}",),
        why="brings visitors to every node that serves the shop",
    )


def _zones(plan: Plan, lost: str) -> Iterable[Zone]:
    for index, name in enumerate(plan.environment.location.zones):
        here = wording.counted(sum(node.zone == name for node in plan.nodes), "node")
        role = wording.ZONE_ROLES[index : index + 1]
        yield Zone(name=name, role=" · ".join((*role, here)), lost=name == lost)


def _repository(plan: Plan) -> Outside | None:
    backups = plan.environment.backups
    if not backups or not any(service.tier == "backup" for service in plan.services):
        return None
    return Outside(
        title="Backup repository",
        details=(
            backups.repository,
            f"kept: hourly {backups.hourly} · weekly {backups.weekly} · monthly {backups.monthly}",
        ),
        why="the encrypted backup sets",
    )


def _recovery(plan: Plan) -> Outside | None:
    recovery = plan.environment.disaster_recovery
    if not recovery:
        return None
    addresses = [", ".join(map(str, found)) for found in (recovery.primary_addresses, recovery.recovery_addresses)]
    return Outside(
        title=f"Recovery region {recovery.region}",
        details=(
            f"cold · {recovery.network} · {', '.join(recovery.zones)}",
            *([f"public addresses: {' → '.join(addresses)}"] if all(addresses) else []),
        ),
        why=f"the environment is built again here from its backups when {plan.environment.location.region} is lost",
        link="restored from here",
    )


def _flow_line(flow: Flow) -> FlowLine:
    return FlowLine(
        source=flow.source or ", ".join(flow.networks),
        target=flow.target,
        port=wording.ports(flow),
        transport=wording.transport(flow),
        why=flow.why,
    )
