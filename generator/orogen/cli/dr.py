"""`orogen dr`: the environment in its recovery region."""

from __future__ import annotations

from importlib import import_module

import click

# Name -> module of its command, and one line about it.
_COMMANDS = {
    "render": ("orogen.cli.dr_render", "Write the control repo of the recovery region."),
    "plan": ("orogen.cli.dr_plan", "Write the runbook of a disaster recovery."),
}


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in _COMMANDS.items()])


@click.group("dr", cls=_Group)
def command() -> None:
    """Disaster recovery: build the environment again in the region that its spec names for that.

    Nothing stands there until the day. `plan` writes the runbook, to be printed before; `render` the control repo that
    the runbook applies.
    """
