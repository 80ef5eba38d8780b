"""service: the units of a service on all its nodes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from oro_maintenance import cluster
from oro_maintenance.errors import RefusedError, ToolError
from oro_maintenance.options import command, group
from oro_maintenance.output import table
from oro_maintenance.quorum import cost

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from oro_maintenance.configuration import Configuration, Node
    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Operation, Tool

    Record = dict[str, Any]

STATUS_EXAMPLE = "  oro-maintenance service status\n  oro-maintenance service:status:consumer --format json"
EXAMPLE = """  oro-maintenance service {0}                    consumer, cron and websocket
  oro-maintenance service {0} web --node web2"""
SUMMARIES = {
    "start": "start a service on its nodes",
    "stop": "stop a service on its nodes; Puppet's next run starts it again, so see `maintenance on` and `drain`",
    "restart": "restart a service where it runs; one node after the other, but for consumers, cron and websocket",
}
BACK_SECONDS = 180
LOOK_EVERY_SECONDS = 3


def add(commands: Commands) -> None:
    """Add `service status`, `start`, `stop` and `restart`."""
    group_ = group(commands, "service", "show, start, stop and restart services")
    _named(command(group_, "status", "show the units of services", run_status, example=STATUS_EXAMPLE))
    for action, summary in SUMMARIES.items():
        made = command(group_, action, summary, run_action, example=EXAMPLE.format(action), changes=True)
        made.set_defaults(action=action)
        _named(made)
        made.add_argument("--force", action="store_true", help="even if the service stops working")


def _named(made: ArgumentParser) -> None:
    made.add_argument("name", metavar="NAME", nargs="?", default="", help="a service; the default depends")
    made.add_argument("--node", default="", metavar="NODE", help="on this node only")


def run_status(tool: Tool, arguments: Namespace) -> int:
    """Show units."""
    configuration = tool.configuration
    names = [_named_service(configuration, arguments.name)] if arguments.name else list(configuration.services)
    nodes = [node for node in _nodes(configuration, arguments.node) if {*names} & {*node.services}]
    answers = tool.nodes.ask_all(nodes, "state")
    units = [
        {"node": answer.node, "service": name, **unit}
        for answer in answers
        if answer.ok
        for name, found in answer.result["services"].items()
        if name in names
        for unit in found
    ]
    silent = [{"node": answer.node, "fault": answer.fault} for answer in answers if not answer.ok]
    tool.show({"units": units, "faults": silent}, _shown)
    return 0 if not silent and all(unit["state"] == "active" for unit in units) else 1


def run_action(tool: Tool, arguments: Namespace) -> int:
    """Start, stop or restart."""
    configuration, action = tool.configuration, arguments.action
    names = _chosen(configuration, arguments.name)
    with tool.operation(f"service-{action}") as operation:
        faults = []
        for name in names:
            nodes = [node for node in _nodes(configuration, arguments.node) if name in node.services]
            if not nodes:
                raise ToolError(f"`{name}` does not run on `{arguments.node}`", "")
            faults += _act(configuration, operation, action, name, nodes, force=arguments.force)
        code = operation.ended(faults)
    tool.show({"action": action, "services": names, "faults": faults}, _done)
    return code


def _act(
    configuration: Configuration, operation: Operation, action: str, name: str, nodes: list[Node], *, force: bool
) -> list[str]:
    # Work that may stand still in maintenance may do so for a moment.
    if action == "start" or configuration.services[name].stopped_in_maintenance or force:
        answers = operation.nodes.ask_all(nodes, "unit", service=name, action=action)
        return [f"{answer.node}: {answer.fault}" for answer in answers if answer.fault]
    if action == "stop" and len(nodes) > 1:
        raise RefusedError(
            f"`{name}` would be gone: {configuration.services[name].without or 'nothing does its work then'}",
            "Name one node with `--node`, or say `--force`.",
        )
    for node in nodes:
        fault = _one(configuration, operation, action, name, node)
        if fault:
            return [f"{node.name}: {fault}"]
    return []


def _one(configuration: Configuration, operation: Operation, action: str, name: str, node: Node) -> str:
    """Stop or restart one member, if the others can do without it. Gives what went wrong."""
    state = _state(configuration, operation, name)
    if node.name in state["working"]:
        text = cost(name, configuration.services[name], state)
        if text:
            raise RefusedError(f"`{node.name}` cannot be spared: {text}", "Bring the others back, or say `--force`.")
    answer = operation.nodes.ask(node, "unit", service=name, action=action)
    if answer.fault or action == "stop":
        return answer.fault
    until = time.monotonic() + BACK_SECONDS
    while node.name not in _state(configuration, operation, name)["working"]:
        if time.monotonic() > until:
            return f"not healthy {BACK_SECONDS} s after its restart; the other members are left alone"
        time.sleep(LOOK_EVERY_SECONDS)
    return ""


def _state(configuration: Configuration, operation: Operation, name: str) -> Record:
    seen = cluster.look(configuration, operation.nodes, name)
    return cluster.state(configuration, name, configuration.services[name], seen)


def _chosen(configuration: Configuration, name: str) -> list[str]:
    """Give the service that was named, or those that stand still in maintenance."""
    if name:
        return [_named_service(configuration, name)]
    return [name for name, service in configuration.services.items() if service.stopped_in_maintenance]


def _named_service(configuration: Configuration, name: str) -> str:
    if not configuration.service_of(name).units:
        with_units = [name for name, service in configuration.services.items() if service.units]
        raise ToolError(f"`{name}` has no units of its own", f"These have: {', '.join(with_units)}.")
    return name


def _nodes(configuration: Configuration, name: str) -> list[Node]:
    return [configuration.node_of(name)] if name else configuration.nodes


def _shown(record: Record) -> Iterable[str]:
    rows = [
        (unit["node"], unit["service"], unit["unit"], unit["state"], unit["since"], unit["note"])
        for unit in record["units"]
    ]
    yield from table(("NODE", "SERVICE", "UNIT", "STATE", "SINCE", ""), rows)
    for fault in record["faults"]:
        yield f"! {fault['node']}: {fault['fault']}"


def _done(record: Record) -> Iterable[str]:
    for fault in record["faults"]:
        yield f"! {fault}"
    if not record["faults"]:
        yield f"{record['action']} {', '.join(record['services'])}: done"
