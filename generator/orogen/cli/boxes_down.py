"""`orogen boxes down`: nothing left behind."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from orogen.cli.boxes_options import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@click.command("down")
@FOLDER
def command(folder: Path) -> None:
    """Remove the boxes, their network, their data and the folder. Images stay: they are kept by content."""
    from orogen.boxes import containers, layout
    from orogen.boxes.podman import leave, podman

    made = layout.read(folder)
    driver = podman()
    removed = containers.remove(driver, made.environment)
    leave(driver)
    shutil.rmtree(folder)
    click.echo(f"{made.environment}: {removed} containers, their network and {folder} removed")
