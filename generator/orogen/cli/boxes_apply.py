"""`orogen boxes apply`: Puppet on every box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli.boxes_options import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.puppet import Run

_SHOWN = 20


@click.command("apply")
@click.argument("names", metavar="[BOX]...", nargs=-1)
@click.option("--once", is_flag=True, help="Do not run Puppet a second time, which must change nothing.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Boxes at the same time.")
@FOLDER
@click.pass_context
def command(context: click.Context, names: tuple[str, ...], once: bool, jobs: int, folder: Path) -> None:
    """Run Puppet on every box (or on these), wait until the clusters have formed, and run it again.

    The second run must change nothing. Exits with 1 when a resource fails or the second run changes one.
    """
    from orogen.boxes import layout
    from orogen.boxes.podman import podman
    from orogen.boxes.puppet import runs
    from orogen.boxes.settle import settle
    from orogen.cli.progress import step

    made = layout.read(folder)
    boxes = [made.find(name) for name in names] or list(made.boxes)
    driver = podman()
    faulty = [run for run in runs(driver, boxes, folder, jobs) if not _shown(run, changes=False)]
    if faulty:
        context.exit(1)
    with step("clusters form, units settle"):
        settle(driver, [box.certname for box in boxes])
    if once:
        return
    again = list(runs(driver, boxes, folder, jobs))
    changed = [run for run in again if not _shown(run, changes=True) or run.changes]
    click.echo(f"second run: {len(again) - len(changed)} of {len(again)} boxes unchanged")
    context.exit(1 if changed else 0)


def _shown(run: Run, *, changes: bool) -> bool:
    """Write a run's line, what went wrong, and where it was not to be expected what changed; say whether it is fine."""
    words = f"{len(run.changes)} changes" if run.changes else "unchanged"
    mark = click.style("ok    ", fg="green") if run.ok else click.style("FAILED", fg="red", bold=True)
    click.echo(f"{mark} {run.box.name:<14} {words}, {run.seconds:.0f} s")
    for line in (*run.faults, *(run.changes if changes else ()))[:_SHOWN]:
        click.echo(f"         {line}")
    if run.faults:
        click.echo(f"         all of it: {run.log}")
    return run.ok
