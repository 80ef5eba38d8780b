"""The `orogen` command for click: it knows its commands by name and imports one only when it runs."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from orogen import __version__
from orogen.cli.table import COMMANDS, SUMMARY, overview


class LazyGroup(click.Group):
    """A group of the commands in the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command, or give None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name, or say which one was probably meant."""
        # While the shell completes a line, an unknown command is no mistake yet.
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002
        """Give the overview, the same text whether click is loaded or not."""
        return overview().rstrip("\n")


@click.group("orogen", cls=LazyGroup, help=SUMMARY, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="orogen", message="%(prog)s %(version)s")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.pass_context
def orogen(context: click.Context, color: str) -> None:
    """Decide about colour for all commands: click drops it from what they print where it is not wanted."""
    context.color = wants_color(color)


def wants_color(choice: str) -> bool:
    """Say whether results are coloured (https://no-color.org)."""
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"
