"""`orogen init`: a first spec, from questions on a terminal or from flags."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orogen.init.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.init.answers import Answers
    from orogen.init.questions import Given

STANDARD_OUTPUT = "-"


def _flags(command: Callable[..., None]) -> Callable[..., None]:
    for question in reversed(QUESTIONS):
        repeated = question.name == "zone"
        command = click.option(
            f"--{question.name}",
            type=click.Choice(question.choices) if question.choices else str,
            metavar=question.metavar or None,
            multiple=repeated,
            help=f"{question.text}{'; once for each' if repeated else ''}.",
        )(command)
    return command


@click.command("init")
@click.argument("file", required=False)
@_flags
@click.option("--no-input", is_flag=True, help="Never ask, not even on a terminal.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.pass_context
def command(context: click.Context, /, file: str | None, *, no_input: bool, force: bool, **flags: str) -> None:
    """Write a first spec: it validates, and its comments say how to go on.

    FILE is NAME.yaml in this folder by default; - is standard output. On a terminal, what no flag says is asked.
    Elsewhere a default is taken where one is safe, and what else is missing is listed.
    """
    from orogen.cli.init_answers import answers
    from orogen.cli.today import today
    from orogen.init.check import checked, first_error
    from orogen.init.questions import complete
    from orogen.init.text import spec_text
    from orogen.init.write import refuse_unfit, write
    from orogen.report import render

    day, to_file = today(), file != STANDARD_OUTPUT

    def path_of(name: str) -> Path:
        return Path(file or f"{name}.yaml")

    def wrong(given: Given) -> str:
        problem = first_error(spec_text(complete(given)), day)
        if to_file and "name" in given and not problem:
            refuse_unfit(path_of(given["name"]), force=force)
        return problem

    given = answers(
        {name: ", ".join(value) if name == "zone" else value for name, value in flags.items() if value},
        suggested=Path(file).stem if file and to_file else "",
        wrong=wrong,
        asks=not no_input and _on_terminal(),
    )
    full = complete(given)
    path, text = path_of(full.name), spec_text(full)
    if to_file:
        write(path, text)
    else:
        click.echo(text, nl=False)
    reading = checked(text, str(path), day)
    if reading.diagnostics:
        shown = render(reading.diagnostics, [reading.document], "concise", bool(context.color))
        click.echo(shown, nl=False, err=True)
    if to_file:
        click.echo(_written(path, full), err=True)


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _written(path: Path, answers: Answers) -> str:
    from orogen.init.sizes import topology

    count = sum(standard.count for standard in topology(answers.type, answers.edition, answers.size))
    name = shlex.quote(str(path))
    return (
        f"{path}: {answers.type} on {answers.provider}, {count} node{'' if count == 1 else 's'}.\n"
        f"Next: orogen validate {name}\n"
        f"      orogen render {name}"
    )
