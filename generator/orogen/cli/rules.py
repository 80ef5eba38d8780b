"""`orogen rules`: the catalogue of what a spec must satisfy."""

from __future__ import annotations

import click


@click.command("rules")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="text: a line a rule; json and markdown: all there is to say about each.",
)
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """List the rules that a spec must satisfy, by class. `orogen explain CODE` says more about one."""
    from orogen.explain.rules import rules_json, rules_markdown, rules_text
    from orogen.rules.catalogue import entries

    rules = entries().values()
    if form == "text":
        click.echo(rules_text(rules, color=bool(context.color)))
    else:
        click.echo(rules_json(rules) if form == "json" else rules_markdown(rules))
