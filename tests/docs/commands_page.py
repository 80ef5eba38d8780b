"""The reference of the commands: what each says to `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli.group import orogen

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100

_INTRODUCTION = """\
# Commands

What every command says to `--help`. Results go to standard output, progress and warnings to standard error. The
[exit codes](formats.md#exit-codes) and the [formats for programs](formats.md) are promises.
"""


def page() -> str:
    return "\n".join([_INTRODUCTION, *_sections(orogen, click.Context(orogen, info_name="orogen"), 1)])


def _sections(command: click.Command, context: click.Context, depth: int) -> Iterator[str]:
    path = context.command_path
    # click keeps the help option as it was first asked for, and another test may have asked outside of the group.
    command._help_option = None
    context.terminal_width = context.max_content_width = WIDTH
    yield f"{'#' * max(depth, 2)} {path} {{#{path.replace(' ', '-')}}}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _sections(below, click.Context(below, context, name), depth + 1)
