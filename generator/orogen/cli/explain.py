"""`orogen explain`: a rule with why and how to fix, or a value of a node with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.cli import completing
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.rules.catalogue import Entry


@click.command("explain")
@click.argument("subject", metavar="CODE|SPEC", shell_complete=completing.codes_or_files)
@click.argument("node", metavar="[NODE", required=False, shell_complete=completing.nodes)
@click.argument("key", metavar="[KEY]]", required=False, shell_complete=completing.keys)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "-o",
    "--repo",
    metavar="DIR",
    default="control-repo",
    show_default=True,
    shell_complete=completing.folders,
    help="The control repo whose overrides/ and secrets count; it need not exist.",
)
@click.pass_context
def command(context: click.Context, subject: str, node: str | None, key: str | None, form: str, repo: str) -> None:
    """Explain a rule, or a value.

    CODE is a rule's code, as in ORO401: what it is about, why it matters, how to satisfy it. `orogen rules` lists all.

    With a SPEC and a NODE of it (web1): all Hiera data of the node. With a KEY as well, such as
    profile::database::sizes.shared_buffers: the value, the layer that it comes from, what other layers have, the reason
    and the lines of the spec that it follows from. Secrets are never shown.
    """
    if node is None:
        _explain_rule(context, subject, form)
    else:
        _explain_value(context, subject, node, key, form, repo)


def _explain_rule(context: click.Context, word: str, form: str) -> None:
    from orogen.explain.rules import rule_json, rule_text

    entry = _entry(word)
    click.echo(rule_json(entry) if form == "json" else rule_text(entry, color=bool(context.color)))


def _entry(word: str) -> Entry:
    from orogen.explain.rules import code_of, find
    from orogen.rules.catalogue import entries

    if entry := find(word, entries()):
        return entry
    if word.endswith((".yaml", ".yml")):
        raise click.UsageError(f"Name a NODE of {word} as well, such as web1.")
    from difflib import get_close_matches

    close = get_close_matches(code_of(word), entries(), n=1)
    suggested = f"Did you mean `{close[0]}`? " if close else ""
    raise OrogenError(f"there is no rule `{word}`", help=f"{suggested}`orogen rules` lists all.")


def _explain_value(context: click.Context, spec: str, name: str, key: str | None, form: str, repo: str) -> None:
    from pathlib import Path

    from orogen.cli.reading import sound
    from orogen.explain.explanation import every, explain, node_data
    from orogen.explain.find import node_named
    from orogen.explain.layers import control_repo
    from orogen.explain.records import explanation_json, table_json
    from orogen.explain.text import explanation_text, table_text
    from orogen.plan.build import plan

    readings = sound(context, (spec,), "json" if form == "json" else "full")
    ((laid_out, document),) = ((plan(one.environment), one.document) for one in readings if one.environment)
    color = bool(context.color)
    node = node_named(laid_out, name)
    data = node_data(laid_out, node, control_repo(laid_out, Path(repo)))
    if key is None:
        values = every(data, document)
        click.echo(table_json(node, values) if form == "json" else table_text(node, values, color))
        return
    explanation = explain(data, key, document)
    lines = document.lines
    click.echo(
        explanation_json(node, explanation) if form == "json" else explanation_text(node, explanation, lines, color)
    )
