"""Specs for the commands that go on with them: the plans, or the problems shown and an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.plan.model import Plan


def plans_of(context: click.Context, specs: Sequence[str], form: str) -> list[Plan]:
    """Read the specs and give their plans. With an error in any of them: show all problems and exit with 1."""
    from orogen.cli.today import today
    from orogen.plan.build import plan
    from orogen.report import render
    from orogen.spec.diagnostic import has_errors
    from orogen.spec.read import read_all

    readings = read_all(specs, today())
    diagnostics = [diagnostic for reading in readings for diagnostic in reading.diagnostics]
    if diagnostics:
        failed = has_errors(diagnostics)
        text = render(diagnostics, [reading.document for reading in readings], form, color=bool(context.color))
        # JSON on standard output is the command's one answer: problems when there are errors, the result otherwise.
        if failed or form != "json":
            click.echo(text, nl=False, err=form != "json")
        if failed:
            context.exit(1)
    return [plan(reading.environment) for reading in readings if reading.environment]
