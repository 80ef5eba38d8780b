"""`orogen boxes check`: the control repo's own checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli.boxes_options import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check", context_settings={"ignore_unknown_options": True})
@FOLDER
@click.argument("arguments", metavar="[PYTEST ARGUMENT]...", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(context: click.Context, folder: Path, arguments: tuple[str, ...]) -> None:
    """Run the checks of the control repo (pytest-testinfra) against the boxes. Exits with 1 when one fails.

    What follows is given to pytest: `orogen boxes check --node 'web1.*' -k health`.
    """
    from orogen.boxes import layout
    from orogen.boxes.check import check
    from orogen.boxes.podman import podman

    made = layout.read(folder)
    context.exit(check(podman(), made, folder, arguments))
