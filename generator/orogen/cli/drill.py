"""`orogen drill`: failures on purpose, on boxes that are up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orogen.cli import completing

if TYPE_CHECKING:
    from orogen.drills.ground import Ground
    from orogen.drills.model import Result
    from orogen.drills.report.record import Report
    from orogen.plan.model import Plan

LIST = "list"


@click.command("drill")
@click.argument("names", metavar="NAME...", nargs=-1, required=True, shell_complete=completing.drills)
@click.option(
    "--boxes",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=".boxes",
    show_default=True,
    help="Where `orogen boxes up` keeps what it made.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True)
@click.option(
    "--report",
    "pages",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Write a page as well, after each drill: FILE.html with charts, FILE.md or FILE.json. May be given several "
    "times. What a FILE.json has of other drills stays in it, and comes into the other pages.",
)
@click.option("--resume", is_flag=True, help="Leave out what has passed already, as the FILE.json of --report has it.")
@click.pass_context
def command(
    context: click.Context, names: tuple[str, ...], folder: Path, form: str, pages: tuple[Path, ...], resume: bool
) -> None:
    """Break something on running boxes under a workload, mend it, and measure what came of it.

    `orogen drill list` shows all drills, `orogen drill all` runs them one after the other. A workload writes the whole
    time and remembers what was acknowledged; a drill passes when nothing of it is lost, the time without writes is
    within what `orogen survive` computes and the spec's objectives, and everything is healthy again by itself.

    Exits with 0 when all passed or could not apply here, with 1 when one failed; where the environment does not become
    healthy again no other follows. Bring boxes up with `orogen boxes up` and `orogen boxes apply` first.
    """
    from orogen.cli.progress import step
    from orogen.drills import session
    from orogen.drills.catalogue import chosen
    from orogen.drills.report import earlier
    from orogen.drills.report.formats import page_of
    from orogen.drills.report.text import render
    from orogen.errors import OrogenError

    if LIST in names:
        _list(folder, form)
        return
    written = [(page, page_of(page)) for page in pages]
    ground = _ground(context, folder)
    empty = session.report(ground, ())
    kept = [result for page in pages if page.suffix == ".json" for result in earlier.results(page, empty)]
    passed = {result.name for result in kept if result.state == "passed"} if resume else set()
    drills = [drill for drill in chosen(ground.plan, names) if drill.name not in passed]
    results: list[Result] = []
    for result in session.run(ground, drills, step):
        results.append(result)
        click.echo(render(result, color=bool(context.color)), err=form != "text")
        for page, made_by in written:
            _write(page, made_by(session.report(ground, (*kept, *results))))
    report = session.report(ground, results)
    _show(report, form)
    if drills and report.count("not run") == len(drills):
        raise OrogenError("none of these drills can run here: see above")
    context.exit(0 if report.fine else 1)


def _write(page: Path, text: str) -> None:
    """Write a page so that it is the old or the new one, whatever happens meanwhile."""
    draft = page.with_name(f"{page.name}.new")
    draft.write_text(text)
    draft.replace(page)


def _ground(context: click.Context, folder: Path) -> Ground:
    """Give the boxes that are up, with the plan that they run."""
    from orogen.boxes import layout
    from orogen.boxes.podman import podman
    from orogen.cli.reading import plans_of
    from orogen.drills.ground import Ground
    from orogen.drills.session import plan_of_boxes

    made = layout.read(folder)
    (plan,) = plans_of(context, (made.spec,), "full")
    return Ground(podman=podman(), layout=made, plan=plan_of_boxes(plan, made), folder=folder)


def _list(folder: Path, form: str) -> None:
    """Show all drills: those of the boxes that are up, or where there are none all that there can be."""
    import json

    from orogen.drills.catalogue import known

    found = known(plan_at(folder))
    if form == "json":
        drills = [{"name": drill.name, "service": drill.service, "about": drill.about} for drill in found]
        click.echo(json.dumps({"format_version": "1", "drills": drills}, indent=2))
        return
    width = max(len(drill.name) for drill in found)
    for drill in found:
        click.echo(f"{drill.name:<{width}}  {drill.about}")


def plan_at(folder: Path) -> Plan | None:
    """Give the plan of the boxes that are up; None where there are none, or their spec cannot be read."""
    from orogen.boxes import layout
    from orogen.cli.today import today
    from orogen.errors import OrogenError
    from orogen.plan.build import plan
    from orogen.spec.read import read

    try:
        environment = read(layout.read(folder).spec, today()).environment
    except OrogenError:
        return None
    return plan(environment) if environment else None


def _show(report: Report, form: str) -> None:
    from orogen.drills.report.formats import OUTPUTS
    from orogen.drills.report.record import verdict

    click.echo(OUTPUTS[form](report) if form in OUTPUTS else verdict(report), nl=form not in OUTPUTS)
