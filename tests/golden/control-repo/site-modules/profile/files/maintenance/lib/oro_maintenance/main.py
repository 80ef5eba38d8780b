"""The command line. Each command is a module of `commands`, which adds itself."""

from __future__ import annotations

import argparse
import shlex
from importlib import import_module
from typing import TYPE_CHECKING

from oro_maintenance.configuration import PLACE, load
from oro_maintenance.errors import ToolError
from oro_maintenance.output import say
from oro_maintenance.tool import Tool

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("backup", "cluster", "drain", "log", "maintenance", "queue", "service", "switchover", "undrain")
# As hosted OroCommerce's command line has them; all others differ by their colons only.
HABITS = {
    "rabbitmq:queue:list": "queue:list",
    "rabbitmq:queue:purge": "queue:purge",
    "rabbitmq:reroute:queue": "queue:move",
    "queue:reroute": "queue:move",
}
USAGE = """examples:
  oro-maintenance cluster status
  oro-maintenance maintenance on --comment 'new release' && ... && oro-maintenance maintenance off
  oro-maintenance drain web2 --comment 'kernel upgrade'
  oro-maintenance service:restart:consumer       a colon in the first word is a space

`oro-maintenance COMMAND --help` has each command's own. Exit codes: 0 fine, 1 the answer is no, 2 cannot answer."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code."""
    words = accustomed(arguments)
    parsed = parser().parse_args(words)
    command = shlex.join(["oro-maintenance", *words])
    try:
        tool = Tool(load(PLACE), parsed.format, command, parsed.unlocked)
        code: int = parsed.run(tool, parsed)
    except ToolError as error:
        say(f"error: {error.message}")
        if error.help:
            say(f"  help: {error.help}")
        return error.code
    except KeyboardInterrupt:
        say("interrupted: what nodes have begun they finish")
        return 130
    return code


def accustomed(arguments: Sequence[str]) -> list[str]:
    """Read `maintenance:on` as `maintenance on`."""
    first, *rest = arguments or ("--help",)
    return [*HABITS.get(first, first).split(":"), *rest]


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="oro-maintenance",
        description="Work on a whole OroCommerce environment from its maintenance node.",
        epilog=USAGE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.set_defaults(unlocked=False)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"oro_maintenance.commands.{name}").add(commands)
    return top
