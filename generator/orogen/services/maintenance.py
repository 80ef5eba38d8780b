"""maintenance: the node administrators work from, with tools, credentials and the window's schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.contract import MIB, Backup, Data, Memory, OwnedFile, Owner, Quorum, Reason, Service, Value, Without
from orogen.services.base import window_data
from orogen.services.control import standing
from orogen.services.coordination import CLIENT_PORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment


def _data(plan: Plan) -> Data:
    environment = plan.environment
    return {
        "profile::maintenance::environment_name": environment.name,
        "profile::maintenance::environment_type": environment.type,
        "profile::maintenance::release": environment.application.release,
        "profile::maintenance::url": environment.application.url,
        "profile::maintenance::window": window_data(environment.maintenance),
        "profile::maintenance::nodes": [_described(node) for node in plan.nodes],
        "profile::maintenance::credentials": dict(sorted(_credentials(plan).items())),
        "profile::maintenance::versioned_tools": [*_versioned_tools(environment)],
        "profile::maintenance::voters": [f"{address}:{CLIENT_PORT}" for address in plan.addresses("coordination")],
        "profile::maintenance::services": {
            service.name: _served(plan, service)
            for service in sorted(plan.services, key=standing)
            if service.units(environment) or service.drain or service.maintenance_lock(environment)
        },
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::maintenance::node": node.name}


def _served(plan: Plan, service: Service) -> Value:
    """Give what `oro-maintenance` has to know of a service."""
    members = plan.cluster(service.name)
    lock = service.maintenance_lock(plan.environment)
    return {
        "title": service.title,
        "tier": service.tier,
        "model": service.quorum.model,
        "without": service.without.words if service.without else "",
        "members": [node.name for node in members],
        "units": [*service.units(plan.environment)],
        "probed": bool(service.probe),
        "hands_over": bool(service.handover),
        "drained": bool(service.drain),
        "in_maintenance": bool(lock or service.stopped_in_maintenance),
        "stopped_in_maintenance": bool(service.stopped_in_maintenance),
    }


def _described(node: Node) -> Value:
    return {
        "name": node.name,
        "address": str(node.address),
        "zone": node.zone,
        "services": [name for name in node.services if catalogue()[name].selectable],
    }


def _credentials(plan: Plan) -> Mapping[str, Value]:
    """Give the addresses that carry a secret: what a person needs to reach a store by hand."""
    variables = {name: value for service in plan.services for name, value in service.variables(plan).items()}
    return {name: value for name, value in variables.items() if "_DSN" in name and "{" in value}


def _versioned_tools(environment: Environment) -> tuple[str, ...]:
    """Give the tools that must fit the servers' series. npm is part of the vendor's Node, not of Debian's."""
    tools = (f"postgresql-client-{environment.versions.postgresql}", "nodejs")
    return (*tools, "npm") if environment.packages.source == "distribution" else tools


def _repositories(environment: Environment) -> tuple[str, ...]:
    return ("mongodb",) if environment.packages.source == "distribution" else ("mongodb", "nodesource", "pgdg")


def _pins(environment: Environment) -> Mapping[str, str]:
    if environment.packages.source == "distribution":
        return {}
    versions = environment.versions
    return {
        # Node's major is held by OroCommerce's package.json (engine-strict): another one fails the build.
        "nodejs": f"{versions.node}.*",
        f"postgresql-client-{versions.postgresql}": f"{versions.postgresql}.*",
        # The client wants at least its own series of the library, which serves all older ones.
        "libpq5": "*",
    }


_REASONS = {
    "profile::maintenance::environment_name": Reason("The environment's name.", ("name",)),
    "profile::maintenance::environment_type": Reason("The environment's type.", ("type",)),
    "profile::maintenance::release": Reason("The application's release.", ("application.release",)),
    "profile::maintenance::url": Reason("The shop's address.", ("application.url",)),
    "profile::maintenance::window": Reason("The maintenance window.", ("maintenance.window",)),
    "profile::maintenance::nodes": Reason("All nodes, for people who log in here.", ("nodes",)),
    "profile::maintenance::credentials": Reason("How the application reaches each store that runs here.", ("nodes",)),
    "profile::maintenance::voters": Reason("Where the tool's lock is kept.", ("nodes.<coordination>.count",)),
    "profile::maintenance::services": Reason(
        "What each service states about its units, its members and its quorum: `oro-maintenance` asks and obeys that.",
        ("nodes",),
    ),
    "profile::maintenance::versioned_tools": Reason(
        "Clients of the servers' own series, and the Node that the release wants.",
        ("application.release", "packages.source"),
    ),
}


SERVICE = Service(
    name="maintenance",
    title="the administrators' node",
    profile="profile::maintenance",
    why="where releases are built and administrators work: tools, credentials, the window",
    tier="operations",
    requires=("application",),
    quorum=Quorum(model="every", why="the shop does not need it; work waits until it is back"),
    without=Without("later", "no deployments and no console"),
    # Composer and the asset build run here beside whatever else the node does.
    memory=Memory(fixed=512 * MIB),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    repositories=_repositories,
    pins=_pins,
    files=(
        OwnedFile(path="/etc/orogen/credentials", owner=Owner.MANAGED, why="how to reach each store, for root alone"),
        OwnedFile(path="/etc/orogen/window.json", owner=Owner.MANAGED, why="the maintenance window, for tools to read"),
        OwnedFile(
            path="/etc/orogen/maintenance.json",
            owner=Owner.MANAGED,
            why="the environment as `oro-maintenance` knows it",
        ),
        OwnedFile(path="/usr/local/lib/oro-maintenance", owner=Owner.MANAGED, why="`oro-maintenance`"),
        OwnedFile(
            path="/var/log/oro-maintenance",
            owner=Owner.RUNTIME_OWNED,
            why="what was done from here, by whom, and what came of it; kept for a year",
        ),
        OwnedFile(path="/etc/motd", owner=Owner.MANAGED, why="where one has logged in, and which nodes there are"),
    ),
    backup=Backup(content="nothing: releases come from the code's repository", restore="a Puppet run makes it again"),
    checks="test_maintenance.py",
)
