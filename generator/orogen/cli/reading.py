"""Specs for the commands: all that is wrong with them, or the plans to go on with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from orogen.plan.model import Plan
    from orogen.spec.read import Reading


def readings_of(specs: Sequence[str], day: date) -> tuple[Reading, ...]:
    """Read all specs. One that cannot be read is a problem like others, so that programs see it in every format."""
    from orogen.spec.read import together

    return together(_reading_of(spec, day) for spec in dict.fromkeys(specs))


def _reading_of(spec: str, day: date) -> Reading:
    from orogen.errors import OrogenError
    from orogen.spec.codes import UNREADABLE
    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.document import Document
    from orogen.spec.read import Reading, read
    from orogen.spec.source import STANDARD_INPUT

    try:
        return read(spec, day)
    except OrogenError as error:
        file = STANDARD_INPUT if spec == "-" else spec
        problem = Diagnostic(code=UNREADABLE, message=str(error), help=error.help, span=Span(file))
        return Reading(Document(file, ""), None, (problem,))


def plans_of(context: click.Context, specs: Sequence[str], form: str) -> list[Plan]:
    """Read the specs and give their plans. With an error in any of them: show all problems and exit with 1."""
    from orogen.plan.build import plan

    return [plan(reading.environment) for reading in sound(context, specs, form) if reading.environment]


def sound(context: click.Context, specs: Sequence[str], form: str) -> Sequence[Reading]:
    """Read the specs as `plans_of` does, and give them with their text."""
    from orogen.cli.today import today
    from orogen.report import chosen, render
    from orogen.spec.diagnostic import has_errors
    from orogen.spec.read import read_all

    readings = read_all(specs, today())
    diagnostics = [diagnostic for reading in readings for diagnostic in reading.diagnostics]
    if diagnostics:
        failed = has_errors(diagnostics)
        documents = [reading.document for reading in readings]
        text = render(diagnostics, documents, chosen(form, os.environ), color=bool(context.color))
        # JSON on standard output is the command's one answer: problems when there are errors, the result otherwise.
        if failed or form != "json":
            click.echo(text, nl=False, err=form != "json")
        if failed:
            context.exit(1)
    return readings
