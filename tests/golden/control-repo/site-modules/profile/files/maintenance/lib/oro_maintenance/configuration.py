"""The environment as this node was told of it: /etc/orogen/maintenance.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from oro_maintenance.errors import ToolError

PLACE = Path("/etc/orogen/maintenance.json")


@dataclass(frozen=True)
class Node:
    """A node, and the services that the tool can do something with there."""

    name: str
    address: str
    zone: str
    services: list[str]


@dataclass(frozen=True)
class Service:
    """What a service states of itself; `without`: what is gone when all of it is lost."""

    title: str
    tier: str
    model: str
    without: str
    members: list[str]
    units: list[str]
    probed: bool
    hands_over: bool
    drained: bool
    in_maintenance: bool
    stopped_in_maintenance: bool


@dataclass(frozen=True)
class Control:
    """How other nodes are reached."""

    port: int
    token: str
    authority: str
    certificate: str
    private_key: str


@dataclass(frozen=True)
class Coordination:
    """How etcd is reached; without endpoints there is none."""

    endpoints: list[str]
    key: str
    login: str
    password: str


@dataclass(frozen=True)
class Configuration:
    """The environment; `node` is this one, `credentials` the file that leads to the stores."""

    environment: str
    node: str
    nodes: list[Node]
    services: dict[str, Service]
    control: Control
    coordination: Coordination
    credentials: Path
    logs: Path
    lock: Path

    def node_of(self, name: str) -> Node:
        """Give a node by its name. Raises ToolError."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise ToolError(f"there is no node `{name}`", f"The nodes are {', '.join(node.name for node in self.nodes)}.")

    def service_of(self, name: str) -> Service:
        """Give a service by its name. Raises ToolError."""
        service = self.services.get(name)
        if service is None:
            raise ToolError(f"there is no service `{name}` here", f"The services are {', '.join(self.services)}.")
        return service

    def members(self, service: str) -> list[Node]:
        """Give the nodes that run a service."""
        return [node for node in self.nodes if service in node.services]


def load(path: Path) -> Configuration:
    """Read the configuration. Raises ToolError."""
    try:
        found = json.loads(path.read_text())
        services = {name: Service(**service) for name, service in found["services"].items()}
        return Configuration(
            environment=found["environment"],
            node=found["node"],
            nodes=[_node(node, services) for node in found["nodes"]],
            services=services,
            control=Control(**found["control"], token=found["token"]),
            coordination=Coordination(**found["coordination"], password=found["password"]),
            credentials=Path(found["credentials"]),
            logs=Path(found["logs"]),
            lock=Path(found["lock"]),
        )
    except PermissionError as error:
        raise ToolError("only root may do this", "Run it again with `sudo`.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ToolError(f"{path} cannot be read: {error}", "A Puppet run writes it again.") from error


def _node(described: dict[str, str], services: dict[str, Service]) -> Node:
    name = described["name"]
    return Node(
        name=name,
        address=described["address"],
        zone=described["zone"],
        services=[service for service, stated in services.items() if name in stated.members],
    )
