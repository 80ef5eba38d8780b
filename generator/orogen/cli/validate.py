"""`orogen validate`: all problems of all specs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli import today as days

if TYPE_CHECKING:
    from datetime import datetime


@click.command("validate")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["full", "concise", "json"]),
    default="full",
    help="full: with the lines of the spec; concise: one line a problem; json: for programs.",
)
@days.option
@click.pass_context
def command(context: click.Context, specs: tuple[str, ...], format_name: str, today: datetime | None) -> None:
    """Check specs and show all problems at once.

    SPEC is a YAML file, or - for standard input. Several specs must be able to share a control repo. Exits with 0 when
    there is no error, with 1 when there is one, and with 2 when a spec cannot be read.
    """
    from orogen.report import render
    from orogen.spec.diagnostic import has_errors
    from orogen.spec.read import read_all

    readings = read_all(specs, today.date() if today else days.today())
    diagnostics = [diagnostic for reading in readings for diagnostic in reading.diagnostics]
    documents = [reading.document for reading in readings]
    click.echo(render(diagnostics, documents, format_name, color=bool(context.color)), nl=False)
    context.exit(1 if has_errors(diagnostics) else 0)
