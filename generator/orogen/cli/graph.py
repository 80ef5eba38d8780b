"""`orogen graph`: an environment as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from orogen.cli import completing

_SUFFIXES = {".svg": "svg", ".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot"}


@click.command("graph")
@click.argument("spec", metavar="SPEC", shell_complete=completing.files)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(dict.fromkeys(_SUFFIXES.values()))),
    help="By default what the name of the output ends with, and svg where that says nothing.",
)
@click.option("--flows", is_flag=True, help="Add every flow: who may talk to whom on which port, and why.")
@click.option("--loss", metavar="NAME", default="", help="Show what is left when this node or this zone is lost.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file."
)
@click.pass_context
def command(context: click.Context, spec: str, form: str | None, flows: bool, loss: str, output: Path | None) -> None:
    """Draw an environment: its region, zones and nodes, from the visitors down to the stores and the backups.

    The SVG is one file without fonts or links to others, readable on a light and on a dark page. The same spec gives
    the same bytes.
    """
    from orogen.cli.reading import plans_of
    from orogen.graph import render

    (plan,) = plans_of(context, [spec], "full")
    suffix = output.suffix.lower() if output else ""
    text = render(plan, form or _SUFFIXES.get(suffix, "svg"), flows=flows, lost=loss)
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        click.echo(text, nl=False)
