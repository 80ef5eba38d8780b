"""`orogen boxes apply`: Puppet on every box."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from orogen.cli import completing
from orogen.cli.boxes_options import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from orogen.boxes.puppet import Run

_SHOWN = 20


@click.command("apply")
@click.argument("names", metavar="[BOX]...", nargs=-1, shell_complete=completing.boxes)
@click.option("--once", is_flag=True, help="Do not run Puppet a second time, which must change nothing.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Boxes at the same time.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@FOLDER
@click.pass_context
def command(context: click.Context, names: tuple[str, ...], once: bool, jobs: int, form: str, folder: Path) -> None:
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
    rounds: list[list[Run]] = []

    def every_box(show: Callable[[Run], None]) -> list[Run]:
        rounds.append([])
        for run in runs(driver, boxes, folder, jobs):
            rounds[-1].append(run)
            if form == "text":
                show(run)
        return rounds[-1]

    fine = all(run.ok for run in every_box(_show))
    if fine:
        with step("clusters form, units settle"):
            settle(driver, [box.certname for box in boxes])
    if fine and not once:
        changed = [run for run in every_box(_show_second) if run.changes or run.faults]
        fine = not changed
        click.echo(f"second run: {len(boxes) - len(changed)} of {len(boxes)} boxes unchanged", err=form == "json")
    if form == "json":
        click.echo(json.dumps({"format_version": "1", "ok": fine, "rounds": [list(map(_record, r)) for r in rounds]}))
    context.exit(0 if fine else 1)


def _show(run: Run, *, changes: bool = False) -> None:
    """Write a run's line, then what went wrong and, where nothing was to change, what changed."""
    words = f"{len(run.changes)} changes" if run.changes else "unchanged"
    mark = click.style("ok    ", fg="green") if run.ok else click.style("FAILED", fg="red", bold=True)
    click.echo(f"{mark} {run.box.name:<14} {words}, {run.seconds:.0f} s")
    for line in (*run.faults, *(run.changes if changes else ()))[:_SHOWN]:
        click.echo(f"         {line}")
    if run.faults:
        click.echo(f"         all of it: {run.log}")


def _show_second(run: Run) -> None:
    _show(run, changes=True)


def _record(run: Run) -> dict[str, Any]:
    return {
        "box": run.box.name,
        "seconds": round(run.seconds, 1),
        "changes": run.changes,
        "faults": run.faults,
        "log": str(run.log),
    }
