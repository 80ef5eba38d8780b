"""The `orogen` command: the table of its commands, and the one place where anything that goes wrong is shown."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from orogen import __version__
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from typing import NoReturn

FINE = 0
NO_ANSWER = 2
BUG = 3
INTERRUPTED = 130

# A command's module is imported only when the command runs, so that `--help` and completion stay quick.
COMMANDS = {
    "validate": ("orogen.cli.validate:command", "Check specs and show all problems at once."),
    "render": ("orogen.cli.render:command", "Write the control repo of one or more specs."),
    "verify": ("orogen.cli.verify:command", "Check a control repo: syntax, lint, every node's catalog, secret leaks."),
    "secrets": ("orogen.cli.secrets:command", "Set, list and rotate an environment's secrets."),
}


class LazyGroup(click.Group):
    """A group of commands that knows their names and one line about each without importing them."""

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
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table into the help text."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="orogen", message="%(prog)s %(version)s")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour results; auto colours on a terminal unless NO_COLOR is set.",
)
@click.pass_context
def orogen(context: click.Context, color: str) -> None:
    """Render a complete Puppet control repo from one YAML file, and prove it."""
    context.color = wants_color(color)


def wants_color(choice: str) -> bool:
    """Say whether results are coloured (https://no-color.org)."""
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def main() -> NoReturn:
    """Run the command line and exit with 0, 1, 2, 3 or 130 (see the documentation of exit codes)."""
    # A file name or message that the terminal's encoding lacks must not stop the report.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run())


def _run() -> int:
    try:
        result = orogen.main(prog_name="orogen", standalone_mode=False)
    except OrogenError as error:
        click.echo(f"error: {error}" + (f"\nhelp: {error.help}" if error.help else ""), err=True)
        return NO_ANSWER
    except click.ClickException as error:
        error.show()
        return NO_ANSWER
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        from orogen.cli.crash import report_crash

        report_crash(error)
        return BUG
    return result if isinstance(result, int) else FINE
