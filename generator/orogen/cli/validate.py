"""`orogen validate`: all problems of all specs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli import completing
from orogen.cli import today as days
from orogen.report import FORMATS

if TYPE_CHECKING:
    from datetime import datetime


@click.command("validate")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...", shell_complete=completing.files)
@click.option(
    "--format",
    "form",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    help="full: with the lines of the spec; concise: one line a problem; github: annotations; json, junit and sarif: "
    "for programs. By default github in GitHub Actions and full elsewhere.",
)
@days.option
@click.pass_context
def command(context: click.Context, specs: tuple[str, ...], form: str, today: datetime | None) -> None:
    """Check specs and show all problems at once.

    SPEC is a YAML file, or - for standard input. Several specs must be able to share a control repo. Exits with 0 when
    there is no error, with 1 when there is one, and with 2 when a spec cannot be read; the others are checked then too.
    """
    import os

    from orogen.cli.reading import readings_of
    from orogen.report import chosen, render
    from orogen.spec.codes import UNREADABLE

    readings = readings_of(specs, today.date() if today else days.today())
    diagnostics = [diagnostic for reading in readings for diagnostic in reading.diagnostics]
    documents = [reading.document for reading in readings]
    text = render(diagnostics, documents, chosen(form, os.environ), color=bool(context.color))
    click.echo(text, nl=False)
    found = {diagnostic.code for diagnostic in diagnostics if diagnostic.severity == "error"}
    context.exit(2 if UNREADABLE in found else 1 if found else 0)
