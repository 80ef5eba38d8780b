"""edge: how the world reaches the shop."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

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
    Secret,
    Service,
    Step,
    Without,
)

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

# Google's load balancer and its health checker (Google Cloud, "Firewall rules" of the Application Load Balancer).
GOOGLE_NETWORKS = ("35.191.0.0/16", "130.211.0.0/22")
GOOGLE_PORT = 80
# What cloudflared takes for a token: account, tunnel and secret, as JSON in base64.
_EXAMPLE_TOKEN = b64encode(
    json.dumps({"a": "0" * 32, "t": str(UUID(int=0)), "s": b64encode(bytes(32)).decode()}).encode()
).decode()
# nginx's port for cloudflared, on the loopback address: nothing listens to the world.
TUNNEL_PORT = 8001
METRICS_PORT = 20241


def _networks(environment: Environment) -> tuple[str, ...]:
    return GOOGLE_NETWORKS if environment.edge.kind == "gcp" else ()


def _data(plan: Plan) -> Data:
    environment = plan.environment
    if environment.edge.kind == "gcp":
        return {
            "profile::edge::kind": "gcp",
            "profile::edge::listen": str(GOOGLE_PORT),
            "profile::edge::networks": [*GOOGLE_NETWORKS],
        }
    return {
        "profile::edge::kind": "cloudflare",
        "profile::edge::listen": f"127.0.0.1:{TUNNEL_PORT}",
        "profile::edge::networks": [],
        "profile::edge::cloudflare::tunnel": environment.edge.tunnel,
        "profile::edge::cloudflare::hostnames": [urlsplit(environment.application.url).hostname],
        "profile::edge::cloudflare::origin": f"http://127.0.0.1:{TUNNEL_PORT}",
        **({"profile::edge::cloudflare::active": False} if environment.standby else {}),
    }


def _node_data(plan: Plan, node: Node) -> Data:
    return {"profile::edge::cloudflare::address": str(node.address)} if _tunnelled(plan.environment) else {}


def _tunnelled(environment: Environment) -> bool:
    return environment.edge.kind == "cloudflare"


def _takeover(environment: Environment) -> tuple[Step, ...]:
    if environment.edge.kind == "gcp":
        # Google Cloud, "Health checks": interval 5 s and unhealthy threshold 2 unless the load balancer says otherwise.
        return (Step("Google's health check fails twice, 5 s apart", 7.5, 15),)
    # cloudflared's source: a QUIC connection that is silent for 5 s is closed.
    return (Step("Cloudflare closes the tunnel's silent connections after 5 s", 5, 10),)


_REASONS = {
    "profile::edge::kind": Reason("How the world reaches the shop.", ("edge.kind",)),
    "profile::edge::listen": Reason(
        "Google's load balancer comes to port 80; the Cloudflare tunnel ends on the node itself.", ("edge.kind",)
    ),
    "profile::edge::networks": Reason(
        "Google's load balancer and its health checker; a tunnel needs none.", ("edge.kind",)
    ),
    "profile::edge::cloudflare::tunnel": Reason("The tunnel's identifier.", ("edge.tunnel",)),
    "profile::edge::cloudflare::hostnames": Reason("The host of the shop's address.", ("application.url",)),
    "profile::edge::cloudflare::origin": Reason("nginx on the same node.", ("edge.kind",)),
}


SERVICE = Service(
    name="edge",
    title="edge",
    profile="profile::edge",
    why="brings visitors from Cloudflare's tunnel or Google's load balancer to nginx",
    tier="edge",
    selectable=False,
    ports=(
        Port(
            name="edge",
            number=GOOGLE_PORT,
            # TLS ends at the load balancer; on the way here Google encrypts between its own machines.
            encrypted=False,
            networks=_networks,
            networks_why="Google's load balancer and its health checker",
        ),
        Port(
            name="metrics",
            number=METRICS_PORT,
            encrypted=False,
            clients={"monitoring": "the tunnel's connections"},
            when=_tunnelled,
        ),
    ),
    quorum=Quorum(model="any", why="each web node takes visitors by itself, and passes them on to the others"),
    takeover=_takeover,
    without=Without("shop", "nobody reaches the shop"),
    memory=Memory(fixed=64 * MIB),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    secrets=(
        Secret(
            name="edge-tunnel-token",
            keys=("profile::edge::cloudflare::tunnel_token",),
            why="opens this environment's Cloudflare tunnel: `cloudflared tunnel token TUNNEL` prints it",
            kind="given",
            example=_EXAMPLE_TOKEN,
            when=_tunnelled,
        ),
    ),
    repositories=lambda environment: ("cloudflare",) if _tunnelled(environment) else (),
    files=(
        OwnedFile(path="/etc/cloudflared/config.yml", owner=Owner.MANAGED, why="what the tunnel brings to nginx"),
        OwnedFile(path="/etc/cloudflared/token", owner=Owner.MANAGED, why="its token; a new one restarts cloudflared"),
    ),
    exporters=(Exporter(port=METRICS_PORT),),
    alerts=(
        Alert(
            name="TunnelThin",
            expression="sum by (instance) (cloudflared_tunnel_ha_connections) < 4",
            lasting="10m",
            severity="warning",
            summary="A web node has fewer than its four connections to Cloudflare",
            action="`journalctl -u cloudflared`; UDP port 7844 outwards must be open for QUIC.",
        ),
        Alert(
            name="TunnelDown",
            expression="sum(cloudflared_tunnel_ha_connections) == 0",
            lasting="1m",
            severity="critical",
            summary="No web node is connected to Cloudflare: nobody reaches the shop",
            action="`journalctl -u cloudflared` on the web nodes, then Cloudflare's status page.",
        ),
    ),
    backup=Backup(content="nothing: it holds no data", restore="a Puppet run"),
    units=lambda environment: ("cloudflared.service",) if _tunnelled(environment) else (),
    # Google's load balancer comes by itself: there is no unit then.
    drain=("-systemctl stop cloudflared",),
    undrain=("-systemctl start cloudflared",),
    checks="test_edge.py",
    drills=("edge-node-lost",),
)
