"""`orogen boxes`: the environment as system containers on this machine."""

from __future__ import annotations

from importlib import import_module

import click

# Name -> module of its command, and one line about it.
_COMMANDS = {
    "up": ("orogen.cli.boxes_up", "Bring an environment up: one container a node."),
    "apply": ("orogen.cli.boxes_apply", "Run Puppet on every box."),
    "check": ("orogen.cli.boxes_check", "Run the control repo's checks against the boxes."),
    "status": ("orogen.cli.boxes_status", "Show every box and what is wrong with it."),
    "logs": ("orogen.cli.boxes_logs", "Show a box's journal, or collect the logs of all."),
    "shell": ("orogen.cli.boxes_shell", "Open a shell in a box, or run a command there."),
    "down": ("orogen.cli.boxes_down", "Remove the boxes and all that came with them."),
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


@click.group("boxes", cls=_Group)
def command() -> None:
    """Run an environment on this machine: a system container for each node, with the same Puppet as machines.

    `up` makes them, `apply` runs Puppet, `check` runs the checks of the control repo, `down` leaves nothing behind.
    What `up` makes is kept in the folder .boxes, where the other commands find it.
    """
