"""`orogen boxes up`: from a spec to running containers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from orogen.cli import completing
from orogen.cli.boxes_options import FOLDER


@click.command("up")
@click.argument("spec", metavar="SPEC", shell_complete=completing.files)
@click.option(
    "--os",
    "system",
    type=click.Choice(["debian-13", "debian-12"]),
    help="Operating system of the boxes; by default the spec's.",
)
@click.option(
    "--packages",
    "extra",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with .deb files of what Debian does not have.",
)
@click.option(
    "--repo",
    "root",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Run this control repo as it stands, with its own secrets, instead of rendering one.",
)
@FOLDER
@click.pass_context
def command(
    context: click.Context,
    spec: str,
    system: Literal["debian-13", "debian-12"] | None,
    extra: Path | None,
    root: Path | None,
    folder: Path,
) -> None:
    """Bring an environment up: render it, build the image, start one container a node.

    Call it again to go on where it stopped, to take up a changed spec, or to start boxes that are stopped. What differs
    from machines is listed: nothing that only a provider or a vendor has is there.
    """
    from datetime import UTC, datetime

    from orogen.boxes.memory import of_machine
    from orogen.boxes.podman import podman
    from orogen.boxes.up import bring_up, prepare, prepare_existing
    from orogen.cli.progress import step
    from orogen.cli.reading import plans_of
    from orogen.contract import GIB

    if root and system:
        raise click.UsageError("--repo has an operating system: it is not for --os.", context)
    (plan,) = plans_of(context, (spec,), "full")
    driver = podman()
    total = of_machine()
    prepared = prepare_existing(plan, root, extra) if root else prepare(plan, system, extra, total)
    changed = prepared.plan
    nodes = changed.environment.nodes
    told = sum(node_type.count * node_type.memory for node_type in nodes) / GIB
    click.echo(
        f"{changed.environment.name}: {len(changed.nodes)} boxes, sized as {told:.1f} GiB "
        f"of this machine's {total / GIB:.1f}"
    )
    for line in prepared.lines:
        click.echo(f"  {line}")
    made = bring_up(driver, prepared, spec=spec, folder=folder, extra=extra, now=datetime.now(UTC), step=step)
    for box in made.boxes:
        click.echo(f"{box.name:<14} {box.address:<15} {box.zone}")
