"""drain: a node taken out of service, unless that would cost more than the node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oro_maintenance import cluster
from oro_maintenance.errors import RefusedError
from oro_maintenance.options import command, comment
from oro_maintenance.quorum import cost

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.configuration import Configuration, Node
    from oro_maintenance.control import Answer, Nodes
    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Tool

EXAMPLE = """  oro-maintenance drain web2 --comment 'new kernel'
  oro-maintenance drain database1          its leaders hand over first
  oro-maintenance undrain web2"""


def add(commands: Commands) -> None:
    """Add `drain`."""
    made = command(
        commands,
        "drain",
        "take a node out of service: its leaders hand over, its services stop, Puppet is held back",
        run,
        example=EXAMPLE,
        changes=True,
    )
    made.add_argument("node", metavar="NODE")
    comment(made)
    made.add_argument("--force", action="store_true", help="even if a service stops working without it")


def run(tool: Tool, arguments: Namespace) -> int:
    """Drain a node."""
    configuration = tool.configuration
    node = configuration.node_of(arguments.node)
    with tool.operation("drain") as operation:
        costs = losses(configuration, operation.nodes, node)
        if costs and not arguments.force:
            raise RefusedError(
                f"draining `{node.name}` would cost too much: {'; '.join(costs)}",
                "Bring back what is down first (`oro-maintenance cluster status`), or say `--force`.",
            )
        for text in costs:
            operation.say(f"warning: {text}")
        answer = operation.nodes.ask(node, "drain", **operation.by, comment=arguments.comment)
        code = operation.ended([f"{node.name}: {answer.fault}"] if answer.fault else [])
    tool.show({**record(answer), "costs": costs}, shown)
    return code


def record(answer: Answer) -> dict[str, Any]:
    """Give how the node is after it; where something went wrong `drained` is not known."""
    found = answer.result or {"drained": None, "record": None}
    return {"node": answer.node, **found, "fault": answer.fault}


def losses(configuration: Configuration, nodes: Nodes, node: Node) -> list[str]:
    """Say what the environment would lose with the node, beside what is lost already."""
    seen = cluster.look(configuration, nodes)
    found = []
    for name in node.services:
        service = configuration.services[name]
        if service.drained:
            state = cluster.state(configuration, name, service, seen)
            if node.name in state["working"]:
                found.append(cost(name, service, state))
    return [text for text in found if text]


def shown(found: dict[str, Any]) -> Iterable[str]:
    """Say how the node is after it."""
    if found["fault"]:
        yield f"{found['node']}: {found['fault']}"
    else:
        yield f"{found['node']} is {'drained' if found['drained'] else 'in service'}"
