"""`orogen boxes shell`: into a box."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from orogen.cli import completing
from orogen.cli.boxes_options import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@click.command("shell", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@FOLDER
@click.argument("name", metavar="BOX", shell_complete=completing.boxes)
@click.argument("words", metavar="[COMMAND]...", nargs=-1, type=click.UNPROCESSED)
def command(folder: Path, name: str, words: tuple[str, ...]) -> None:
    """Open a shell in a box, or run a command there: `orogen boxes shell database1 patronictl list`."""
    from orogen.boxes import layout
    from orogen.boxes.podman import podman

    made = layout.read(folder)
    certname = made.container(name)
    terminal = ["--tty"] if sys.stdin.isatty() and sys.stdout.isatty() else []
    line = podman().command("exec", "--interactive", *terminal, certname, *(words or ("bash", "--login")))
    os.execvp(line[0], line)  # noqa: S606 - the command takes this process's place, as ssh would
