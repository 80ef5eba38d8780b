"""proxy: HAProxy on each client's node, which knows the live member of the stores that take a single host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Exporter,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Reason,
    Service,
    Value,
)

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan, ProxiedEndpoint

METRICS_PORT = 8405


def _node_data(plan: Plan, node: Node) -> Data:
    wanted = [proxied for proxied in plan.endpoints if set(proxied.clients) & set(node.services)]
    return {
        "profile::proxy::address": str(node.address),
        "profile::proxy::endpoints": {
            f"{proxied.service}-{proxied.endpoint.port}": _endpoint(plan, proxied) for proxied in wanted
        },
    }


def _endpoint(plan: Plan, proxied: ProxiedEndpoint) -> Value:
    endpoint = proxied.endpoint
    port = plan.clusters[proxied.service].service.port(endpoint.port).number
    return {
        "listen": endpoint.listen,
        "port": port,
        "tls": endpoint.tls,
        "check": endpoint.check,
        "check_port": endpoint.check_port or port,
        "balance": endpoint.balance,
        "members": plan.members(proxied.service),
    }


_REASONS = {
    "profile::proxy::endpoints": Reason(
        "The stores that this node's services connect to and whose clients take a single host.",
        ("nodes.<type>.services",),
    ),
}


SERVICE = Service(
    name="proxy",
    title="HAProxy towards the stores",
    profile="profile::proxy",
    why="OroCommerce's DSNs take one host; this is it, and it follows the live member",
    layer=1,
    selectable=False,
    requires=("certificates",),
    ports=(Port(name="metrics", number=METRICS_PORT, encrypted=False, clients={"monitoring": "members it sees"}),),
    quorum=Quorum(model="every", why="each node has its own, so there is none to lose but the node's"),
    memory=Memory(fixed=96 * MIB),
    node_data=_node_data,
    reasons=_REASONS,
    files=(OwnedFile(path="/etc/haproxy/haproxy.cfg", owner=Owner.MANAGED, why="its endpoints; a change reloads it"),),
    exporters=(Exporter(port=METRICS_PORT),),
    alerts=(
        Alert(
            name="ProxyDown",
            expression="up{service='proxy'} == 0",
            lasting="1m",
            severity="critical",
            summary="A node's HAProxy is silent: OroCommerce there reaches neither database nor queue nor search",
            action="Look at `systemctl status haproxy` and `journalctl -u haproxy` on the node.",
        ),
        Alert(
            name="ProxyFindsNoMember",
            expression="haproxy_backend_active_servers{service='proxy'} == 0",
            lasting="1m",
            severity="critical",
            summary="A node sees no live member of a store",
            action="If every node says so, look at the store; if one does, at that node's network and certificate.",
        ),
    ),
    backup=Backup(content="nothing: it holds no data", restore="a Puppet run"),
    units=lambda _: ("haproxy.service",),
    checks="test_proxy.py",
)
