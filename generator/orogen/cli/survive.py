"""`orogen survive`: what each service does when any one node or zone is lost."""

from __future__ import annotations

import click

from orogen.cli import completing


@click.command("survive")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...", shell_complete=completing.files)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text: a table; json: for programs.",
)
@click.pass_context
def command(context: click.Context, specs: tuple[str, ...], form: str) -> None:
    """Say what each service does when any one node or any one zone is lost, and why.

    The seconds are computed from the timers of the services and shown with their formula. `orogen graph --loss` draws
    one loss. Exits with 0 when the shop survives each of them, with 1 when it does not or a spec has errors.
    """
    import json

    from orogen.cli.reading import plans_of
    from orogen.survival.matrix import FORMAT_VERSION, matrix, record, survives
    from orogen.survival.text import render

    plans = plans_of(context, specs, "json" if form == "json" else "auto")
    found = [(plan, matrix(plan)) for plan in plans]
    if form == "json":
        environments = [record(plan, rows) for plan, rows in found]
        click.echo(json.dumps({"format_version": FORMAT_VERSION, "environments": environments}, indent=2))
    else:
        click.echo("\n".join(render(plan, rows, color=bool(context.color)) for plan, rows in found), nl=False)
    context.exit(0 if all(survives(rows) for _, rows in found) else 1)
