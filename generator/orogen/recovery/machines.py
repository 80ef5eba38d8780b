"""What has to be ordered before Puppet can run: machines, and what the outer firewall lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from orogen.recovery.runbook import Commands, Table
from orogen.rules.hosts import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.plan.model import Flow, Node, Plan
    from orogen.recovery.runbook import Block

_GIB = 1024**3


def machine(node: Node) -> dict[str, Any]:
    """Give a machine as programs read it; sizes in bytes."""
    return {
        "name": node.name,
        "certname": node.certname,
        "type": node.type.name,
        "zone": node.zone,
        "address": str(node.address),
        "cpus": node.type.cpus,
        "memory": node.type.memory,
        "disk": node.type.disk,
    }


def machines(plan: Plan) -> Table:
    """Give all machines as a table."""
    heads = ("name", "type", "zone", "address", "processors", "memory", "disk")
    return Table(heads, tuple(_row(node) for node in plan.nodes))


def _row(node: Node) -> tuple[str, ...]:
    size = node.type
    return (
        *(node.name, size.name, node.zone, str(node.address), str(size.cpus)),
        *(gibibytes(size.memory), gibibytes(size.disk)),
    )


def totals(plan: Plan) -> str:
    """Give what all machines are together: the quota that the region must have."""
    types = [node.type for node in plan.nodes]
    memory, disk = sum(each.memory for each in types), sum(each.disk for each in types)
    return (
        f"{len(types)} machines, {sum(each.cpus for each in types)} processors, {gibibytes(memory)} of memory, "
        f"{gibibytes(disk)} of disk"
    )


def gibibytes(size: int) -> str:
    """Give a size in GiB, with as many digits as it needs."""
    return f"{size / _GIB:.6g} GiB"


def inwards(plan: Plan) -> Table:
    """Give what the outer firewall lets in. Inside the network it lets everything through: nodes have their own."""
    rows = tuple(
        (", ".join(flow.networks), " ".join(_names(plan, flow.target)), _ports(flow), flow.why)
        for flow in plan.flows
        if flow.networks
    )
    return Table(("from", "to", "port", "why"), rows)


def _names(plan: Plan, service: str) -> list[str]:
    nodes = [node.name for node in plan.cluster(service)]
    return ["all"] if len(nodes) == len(plan.nodes) else nodes


def _ports(flow: Flow) -> str:
    return f"{flow.port}/{flow.protocol}" if flow.port == flow.last else f"{flow.port}-{flow.last}/{flow.protocol}"


def around(plan: Plan) -> Iterator[str]:
    """Give what stands around the machines: the network and its ways in and out."""
    environment = plan.environment
    location, recovery = environment.location, environment.disaster_recovery
    public = ", ".join(map(str, recovery.primary_addresses)) if recovery else ""
    yield f"The network {location.network}. Inside it everything may pass: each node has a firewall of its own."
    yield "A way out for all nodes" + (f", from {public}, which others let in." if public else ".")
    if environment.access.vpn:
        networks = ", ".join(map(str, environment.access.vpn))
        yield f"A VPN gateway: administrators come from {networks}."
    if environment.edge.kind == "gcp":
        yield "Google's load balancer with a backend for the web nodes, port 80, which gets no visitors yet."


def outwards(plan: Plan, lost: Plan) -> Iterator[str]:
    """Give what nodes must reach on the Internet; `lost` is the other region."""
    environment = plan.environment
    packages = urlsplit(environment.packages.mirror or "").hostname
    yield f"{packages or 'Debian and the vendors of the packages'}, 443/tcp"
    if environment.backups:
        yield f"{environment.backups.repository}, the backup repository"
    if environment.edge.kind == "cloudflare":
        yield "Cloudflare, 7844/udp and 7844/tcp"
    for relay in environment.mail.relays:
        away = f", if {lost.environment.location.region} has not taken it along" if inside(relay.host, lost) else ""
        yield f"{relay.host}, {relay.port}/tcp, the mail relay{away}"


def stopping(plan: Plan) -> Block:
    """Give how to stop all machines of a region."""
    location = plan.environment.location
    if location.provider != "gcp":
        where = "Oracle Cloud's console" if location.provider == "oci" else "your virtualization, or the power switch"
        return f"Stop all machines of {location.region} with {where}: {', '.join(node.name for node in plan.nodes)}."
    lines = (
        f"gcloud compute instances stop {' '.join(node.name for node in plan.nodes if node.zone == zone)} "
        f"--zone={zone} --project={location.project}"
        for zone in location.zones
        if any(node.zone == zone for node in plan.nodes)
    )
    return Commands("Where you are logged in at Google, if machines are called as nodes are", tuple(lines))
