"""`orogen schema`: the shape of a spec, for editors and other programs."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of a spec (draft 2020-12).

    With `# yaml-language-server: $schema=FILE` as its first line, editors complete and check a spec by it.
    """
    from orogen.data import SCHEMA

    click.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)
