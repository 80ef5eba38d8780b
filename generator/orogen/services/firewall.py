"""firewall: nftables from the flows. What no flow names is dropped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.contract import Alert, Backup, Data, OwnedFile, Owner, Quorum, Reason, Service, Value

if TYPE_CHECKING:
    from orogen.plan.model import Flow, Node, Plan

# nftables keeps 128 bytes of a rule's comment, its end included.
_COMMENT = 127
_OUTSIDE = "outside"


def inbound(plan: Plan, node: Node) -> list[Value]:
    """Give every flow that a node lets in, with the addresses it comes from: never its own, which use the loopback."""
    flows = sorted((flow for flow in plan.flows if flow.target in node.services), key=_order)
    return [
        {
            "name": _name(flow),
            "purpose": _purpose(flow),
            "protocol": flow.protocol,
            "port": flow.port if flow.port == flow.last else f"{flow.port}-{flow.last}",
            "sources": sources,
        }
        for flow in flows
        if (sources := _sources(plan, flow, node))
    ]


def _sources(plan: Plan, flow: Flow, node: Node) -> list[Value]:
    if not flow.source:
        return list(flow.networks)
    return [address for address in plan.addresses(flow.source) if address != str(node.address)]


def _order(flow: Flow) -> tuple[str, int, str, str]:
    return flow.target, flow.port, flow.protocol, flow.source


def _name(flow: Flow) -> str:
    words = f"{flow.target}_{flow.port}_{flow.protocol}_from_{flow.source or _OUTSIDE}"
    return re.sub(r"[^a-z0-9]", "_", words)


def _purpose(flow: Flow) -> str:
    text = f"{flow.target} <- {flow.source or _OUTSIDE}: {flow.why}".replace('"', "'").replace("\\", "/")
    return text.encode("ascii", "replace").decode()[:_COMMENT]


def _data(plan: Plan) -> Data:
    return {"profile::firewall::ping_from": [str(network) for network in plan.environment.access.vpn]}


def _node_data(plan: Plan, node: Node) -> Data:
    return {"profile::firewall::flows": inbound(plan, node)}


_REASONS = {
    "profile::firewall::flows": Reason(
        "Who connects to which service of this node: the addresses of all nodes that run the other end.",
        ("nodes.<type>.services", "nodes"),
    ),
    "profile::firewall::ping_from": Reason("Administrators' networks.", ("access.vpn",)),
}


SERVICE = Service(
    name="firewall",
    title="nftables",
    profile="profile::firewall",
    why="lets in the flows of this node's services, and nothing else",
    layer=0,
    everywhere=True,
    selectable=False,
    quorum=Quorum(model="every", why="each node guards itself"),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    # The unit's stop flushes every ruleset of the node, so a package script that restarts it would open the node.
    held_units=("nftables",),
    files=(
        OwnedFile(path="/etc/nftables.conf", owner=Owner.MANAGED, why="the whole ruleset, replaced in one transaction"),
    ),
    alerts=(
        Alert(
            name="FirewallMissing",
            expression="orogen_firewall_loaded == 0",
            lasting="15m",
            severity="critical",
            summary="The node's ruleset is not loaded: every port that listens can be reached",
            action="`systemctl start nftables`, then `nft list table inet orogen`; look for who flushed it.",
        ),
    ),
    backup=Backup(content="nothing: it follows from the spec", restore="a Puppet run makes it again"),
    checks="test_firewall.py",
    drills=(
        "network-flows",
        "network-outside",
    ),
)
