"""control: how a maintenance node has something done on every other: a short list of things, and nothing else.

HTTPS with the certificates that all nodes have, not SSH: both ends know each other by the environment's authority, so
there is no host key and no login to hand out. What comes over the network is the name of a thing to do, never a command
line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.contract import Alert, Backup, Data, OwnedFile, Owner, Port, Quorum, Reason, Secret, Service, Tier, Value

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

PORT = 9443
_STANDING: tuple[Tier, ...] = ("system", "store", "operations", "backup", "application", "edge")


def _controlled(environment: Environment) -> bool:
    return any("maintenance" in node_type.services for node_type in environment.nodes)


def _data(plan: Plan) -> Data:
    return {"profile::control::controllers": [node.certname for node in plan.cluster("maintenance")]}


def _node_data(plan: Plan, node: Node) -> Data:
    services = sorted((catalogue()[name] for name in node.services), key=standing)
    return {
        "profile::control::node": node.name,
        "profile::control::address": str(node.address),
        "profile::control::services": {
            service.name: {"members": [member.name for member in plan.cluster(service.name)], **stated}
            for service in services
            if (stated := _stated(plan.environment, service))
        },
    }


def standing(service: Service) -> int:
    """Order services by what they stand on: they come back in this order, and go in the other."""
    return _STANDING.index(service.tier)


def _stated(environment: Environment, service: Service) -> dict[str, Value]:
    """Give what a service says of itself that its node has to know; what it does not state is left out."""
    stated: dict[str, Value] = {
        "units": [*service.units(environment)],
        "maintenance_lock": service.maintenance_lock(environment),
        "stopped_in_maintenance": [*service.stopped_in_maintenance],
        "drain": [*service.drain],
        "undrain": [*service.undrain],
        "probe": service.probe,
        "handover": [*service.handover],
        "operations": {
            name: {
                "command": operation.command,
                "arguments": dict(operation.arguments),
                "changes": operation.changes,
                "seconds": operation.seconds,
            }
            for name, operation in service.operations.items()
        },
    }
    return {key: value for key, value in stated.items() if value}


_REASONS = {
    "profile::control::controllers": Reason(
        "The maintenance nodes: nobody else's certificate is heard.", ("nodes.<maintenance>.services",)
    ),
    "profile::control::services": Reason(
        "What each service of the node states about its units, about maintenance and about being drained.",
        ("nodes.<type>.services",),
    ),
}


SERVICE = Service(
    name="control",
    title="what the maintenance node may have done here",
    profile="profile::control",
    why="maintenance, drains and switchovers reach each node without a login on it",
    layer=1,
    everywhere=True,
    selectable=False,
    requires=("certificates",),
    ports=(
        Port(
            name="control",
            number=PORT,
            encrypted=True,
            clients={"maintenance": "oro-maintenance has units stopped and started, and asks how they are"},
            when=_controlled,
        ),
    ),
    quorum=Quorum(model="every", why="each node obeys for itself"),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    secrets=(
        Secret(
            name="control-token",
            keys=("profile::control::token", "profile::maintenance::control_token"),
            why="a maintenance node proves with it that root asks: other users there can read the certificate's key",
            when=_controlled,
        ),
    ),
    files=(
        OwnedFile(path="/etc/orogen/control.json", owner=Owner.MANAGED, why="who may ask, and for what"),
        OwnedFile(path="/usr/local/lib/orogen-control", owner=Owner.MANAGED, why="the program that does it"),
        OwnedFile(
            path="/var/lib/orogen/control",
            owner=Owner.RUNTIME_OWNED,
            why="what ran before maintenance or a drain, and what holds Puppet back",
        ),
    ),
    alerts=(
        Alert(
            name="ControlDown",
            expression="node_systemd_unit_state{name='orogen-control.socket', state='active'} == 0",
            lasting="15m",
            severity="warning",
            summary="The maintenance node cannot reach a node: maintenance would leave its consumers running",
            action="`systemctl status orogen-control.socket` on the node, then `systemctl restart` it.",
        ),
    ),
    backup=Backup(content="nothing: the control repo describes it", restore="a Puppet run makes it again"),
    checks="test_control.py",
)
