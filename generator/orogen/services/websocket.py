"""websocket: the server that tells browsers at once what happened in the application."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.contract import MIB, Alert, Backup, Endpoint, Memory, OwnedFile, Owner, Port, Quorum, Service, Without
from orogen.survival.timers import LEADER_SEEN, lease_runs_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.plan.model import Plan

PORT = 8080
PROXY_PORT = 18080
PATH = "/ws"
_PUBLIC_PORTS = {"https": 443, "http": 80}


def _variables(plan: Plan) -> Mapping[str, str]:
    """Give all three addresses: OroCommerce's own .env-app sets them empty, and an empty one switches the server off.

    Browsers use the public port and nginx's path; the code of every node finds the active server through its HAProxy.
    """
    if not plan.cluster("websocket"):
        return {}
    url = urlsplit(plan.environment.application.url)
    return {
        "ORO_WEBSOCKET_SERVER_DSN": f"//0.0.0.0:{PORT}",
        "ORO_WEBSOCKET_BACKEND_DSN": f"tcp://127.0.0.1:{PROXY_PORT}",
        "ORO_WEBSOCKET_FRONTEND_DSN": f"//*:{url.port or _PUBLIC_PORTS[url.scheme]}{PATH}",
    }


SERVICE = Service(
    name="websocket",
    title="websocket server",
    profile="profile::websocket",
    why="browsers hear of what happened; one is active, the others stand by",
    tier="application",
    requires=("application",),
    ports=(
        Port(
            name="websocket",
            number=PORT,
            # OroCommerce's server has no TLS, and OroCloud runs it the same way; nginx encrypts towards the browser.
            encrypted=False,
            clients={
                "web": "nginx passes the browsers' connections on",
                "application": "the code publishes through it",
            },
        ),
    ),
    endpoints=(
        Endpoint(
            port="websocket",
            reach="proxy",
            listen=PROXY_PORT,
            tls="none",
            balance="first",
            why="only the active server listens, so a TCP check finds it",
        ),
    ),
    quorum=Quorum(
        model="leader",
        voters="coordination",
        why="it keeps its subscriptions in memory: two would each know half of the browsers",
    ),
    takeover=lambda _: (*lease_runs_out("a standby starts it"), LEADER_SEEN),
    without=Without("part", "browsers learn of news only when they load a page"),
    memory=Memory(fixed=256 * MIB),
    variables=_variables,
    files=(
        OwnedFile(
            path="/etc/systemd/system/oro-websocket.service",
            owner=Owner.MANAGED,
            why="a change restarts it where it is active; browsers connect again",
        ),
        OwnedFile(path="/etc/orogen/leader.json", owner=Owner.MANAGED, why="who stands for election, and where"),
    ),
    alerts=(
        Alert(
            name="WebsocketNowhere",
            expression='(sum(orogen_leader{name="websocket"}) or vector(0)) < 1',
            lasting="2m",
            severity="critical",
            summary="No node runs the websocket server: browsers are told nothing until they load a page",
            action="`systemctl status oro-websocket` on its nodes. Without a majority in etcd nobody may lead.",
        ),
        Alert(
            name="WebsocketTwice",
            expression='sum(orogen_leader{name="websocket"}) > 1',
            lasting="1m",
            severity="critical",
            summary="Two websocket servers are active: each knows half of the browsers",
            action="Restart oro-websocket on one of them, then find out why its keeper did not see the lease end.",
        ),
        Alert(
            name="WebsocketNoStandby",
            expression='count(node_systemd_unit_state{name="oro-websocket.service", state="active"} == 1) < 2 and '
            'count(node_systemd_unit_state{name="oro-websocket.service"}) > 1',
            lasting="10m",
            severity="warning",
            summary="Only one node can run the websocket server: its loss ends it",
            action="`systemctl status oro-websocket` on the other nodes; without a release it does not start.",
        ),
    ),
    backup=Backup(content="nothing: subscriptions live in memory", restore="browsers connect again by themselves"),
    units=lambda _: ("oro-websocket.service",),
    stopped_in_maintenance=("oro-websocket.service",),
    probe="keeper",
    # Another stands for election every two seconds.
    handover=("systemctl stop oro-websocket", "sleep 6", "systemctl start oro-websocket"),
    drain=("systemctl stop oro-websocket",),
    undrain=("systemctl start oro-websocket",),
    checks="test_websocket.py",
    drills=(
        "websocket-node-lost",
        "websocket-keeper-frozen",
    ),
)
