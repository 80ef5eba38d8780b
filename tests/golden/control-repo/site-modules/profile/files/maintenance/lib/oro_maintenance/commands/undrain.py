"""undrain: a node brought back into service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oro_maintenance.commands.drain import record, shown
from oro_maintenance.options import command

if TYPE_CHECKING:
    from argparse import Namespace

    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Tool

EXAMPLE = "  oro-maintenance undrain web2"


def add(commands: Commands) -> None:
    """Add `undrain`."""
    made = command(
        commands, "undrain", "bring a drained node back: what ran before runs again", run, example=EXAMPLE, changes=True
    )
    made.add_argument("node", metavar="NODE")


def run(tool: Tool, arguments: Namespace) -> int:
    """Bring a node back."""
    node = tool.configuration.node_of(arguments.node)
    with tool.operation("undrain") as operation:
        answer = operation.nodes.ask(node, "undrain")
        code = operation.ended([f"{node.name}: {answer.fault}"] if answer.fault else [])
    tool.show(record(answer), shown)
    return code
