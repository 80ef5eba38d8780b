"""`orogen boxes logs`: a box's journal, or everything that helps to find out what happened."""

from __future__ import annotations

from pathlib import Path

import click

from orogen.cli import completing
from orogen.cli.boxes_options import FOLDER


@click.command("logs")
@click.argument("name", metavar="[BOX]", required=False, shell_complete=completing.boxes)
@click.option("-u", "--unit", metavar="UNIT", help="Only this unit's lines (a glob).")
@click.option(
    "-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Collect the logs of all boxes here."
)
@FOLDER
def command(name: str | None, unit: str | None, output: Path | None, folder: Path) -> None:
    """Show the journal of a box; with -o, collect journal, state of units and sockets of every box into a folder."""
    from orogen.boxes import layout
    from orogen.boxes.logs import collect, journal
    from orogen.boxes.podman import podman

    made = layout.read(folder)
    if output:
        collect(podman(), made, folder, output)
        click.echo(f"{output}: logs of {len(made.containers)} boxes")
    elif name:
        click.echo(journal(podman(), made.container(name), unit), nl=False)
    else:
        raise click.UsageError("Name a BOX, or say with -o where the logs of all go.")
