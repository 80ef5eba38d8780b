"""What all commands of `orogen boxes` share."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=".boxes",
    show_default=True,
    help="Where `up` keeps what it made.",
)
