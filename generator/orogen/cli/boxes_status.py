"""`orogen boxes status`: every box, and what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from orogen.cli.boxes_options import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@click.command("status")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@FOLDER
@click.pass_context
def command(context: click.Context, form: str, folder: Path) -> None:
    """Show every box: whether it runs, and its failed or unfinished units. Exits with 1 if anything is amiss."""
    from orogen.boxes import layout
    from orogen.boxes.podman import podman
    from orogen.boxes.status import status

    made = layout.read(folder)
    states = status(podman(), made)
    if form == "json":
        record = {"format_version": "1", "environment": made.environment, "boxes": [asdict(state) for state in states]}
        click.echo(json.dumps(record, indent=2))
    else:
        for state in states:
            box = made.find(state.name)
            amiss = ", ".join(
                [*(f"{unit} failed" for unit in state.failed), *(f"{unit} waits" for unit in state.waiting)]
            )
            click.echo(f"{box.name:<14} {box.address:<15} {box.zone:<16} {state.state:<9} {amiss}".rstrip())
    context.exit(0 if all(state.fine for state in states) else 1)
