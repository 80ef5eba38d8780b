"""The short phrases of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.contract import GIB

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.contract import Quorum
    from orogen.plan.model import Flow
    from orogen.spec.environment import Environment, NodeType

PROVIDERS = {"gcp": "Google Cloud", "oci": "Oracle Cloud", "static": "machines of one's own"}
EDGES = {"cloudflare": "Cloudflare", "gcp": "Google Cloud load balancer"}
ZONE_ROLES = ("main zone", "secondary zone")


def counted(number: int, noun: str) -> str:
    """Give `1 node`, `2 nodes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def size(node_type: NodeType) -> str:
    """Give what each node of a type has."""
    cpus = counted(node_type.cpus, "cpu")
    return f"{node_type.count} × {cpus}, {_bytes(node_type.memory)}, {_bytes(node_type.disk)} disk"


def _bytes(number: int) -> str:
    for unit, factor in (("TiB", 1024 * GIB), ("GiB", GIB)):
        if number % factor == 0:
            return f"{number // factor} {unit}"
    return f"{number / GIB:.1f} GiB"


def quorum_note(quorum: Quorum, members: int) -> str:
    """Say how many members a cluster has and what it takes to serve."""
    if quorum.model == "majority":
        return f"{counted(members, 'voter')}, survives {quorum.tolerates(members) or 'none'}"
    if members == 1:
        return "one node"
    if quorum.model == "leader":
        return f"1 of {members} leads, chosen by {catalogue()[quorum.voters].title}"
    return f"any of {members} serves" if quorum.model == "any" else f"{members} nodes, each for itself"


def ports(flow: Flow) -> str:
    """Give a flow's port, or its range of ports."""
    return str(flow.port) if flow.last == flow.port else f"{flow.port}–{flow.last}"


def transport(flow: Flow) -> str:
    """Give a flow's protocol, and whether it is encrypted."""
    return f"{flow.protocol}, TLS" if flow.encrypted else flow.protocol


def label(flows: Iterable[Flow]) -> str:
    """Give the first port among these flows, and the number of the others."""
    first, *others = dict.fromkeys(ports(flow) for flow in flows)
    return f"{first} +{len(others)}" if others else first


def reasons(flows: Iterable[Flow]) -> str:
    """Give each port of these flows with why it is used, one a line."""
    return "\n".join(f"{ports(flow)} ({transport(flow)}): {flow.why}" for flow in flows)


def facts(environment: Environment) -> str:
    """Say in one line what the environment is."""
    application = environment.application
    nodes = sum(node_type.count for node_type in environment.nodes)
    parts = (
        environment.type,
        f"OroCommerce {application.release} {application.edition}",
        environment.location.os,
        f"{counted(nodes, 'node')} in {counted(len(environment.location.zones), 'zone')}",
    )
    return " · ".join(parts)


def region(environment: Environment) -> str:
    """Say where the machines stand."""
    location = environment.location
    return " · ".join(
        (f"Region {location.region}", PROVIDERS[location.provider], str(location.network), location.domain)
    )
