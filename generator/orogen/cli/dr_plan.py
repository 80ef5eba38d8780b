"""`orogen dr plan`: the runbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli import completing

if TYPE_CHECKING:
    from orogen.recovery.facts import Facts

_FORMATS = ("text", "markdown", "json")


def _bytes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    """Read a size as a spec writes it."""
    import re

    from orogen.spec.quantities import size

    if value is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,6}(MiB|GiB|TiB)", value):
        raise click.BadParameter(f"`{value}` is no size: write it as 500MiB, 40GiB or 2TiB.")
    return size(value)


@click.command("plan")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, shell_complete=completing.files)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="text: for the terminal; markdown: to be kept and printed; json: for programs.",
)
@click.option(
    "--data", metavar="SIZE", callback=_bytes, help="What a backup set holds (40GiB), to compute the restore."
)
@click.option(
    "--primary",
    metavar="DIR",
    default="control-repo",
    show_default=True,
    shell_complete=completing.folders,
    help="How the primary's control repo is called.",
)
@click.option(
    "--recovery",
    metavar="DIR",
    default="recovery-repo",
    show_default=True,
    shell_complete=completing.folders,
    help="How that of the recovery is called.",
)
@click.pass_context
def command(
    context: click.Context, specs: tuple[str, ...], form: str, data: int | None, primary: str, recovery: str
) -> None:
    """Write the runbook of a disaster recovery: from the decision to the way back.

    Its commands are those of this environment, with its nodes and addresses. Make it anew when the spec changes, and
    keep it where people find it when the region is away.
    """
    from orogen.cli.dr_reading import environments_of
    from orogen.recovery.facts import Facts

    environments = environments_of(context, specs)
    every = [
        Facts(environment, spec, primary, recovery, data)
        for environment, spec in zip(environments, dict.fromkeys(specs), strict=True)
    ]
    click.echo(_shown(every, form, color=bool(context.color)), nl=False)


def _shown(every: list[Facts], form: str, *, color: bool) -> str:
    import json

    from orogen.recovery import markdown, text
    from orogen.recovery.record import FORMAT_VERSION, record
    from orogen.recovery.write import runbook

    if form == "json":
        environments = [record(facts, runbook(facts)) for facts in every]
        return json.dumps({"format_version": FORMAT_VERSION, "environments": environments}, indent=2) + "\n"
    if form == "markdown":
        return "\n".join(markdown.render(runbook(facts)) for facts in every)
    return "\n".join(text.render(runbook(facts), color=color) for facts in every)
