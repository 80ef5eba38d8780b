"""The answers of `orogen init`: each from its flag, else from a person, else assumed where that is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orogen.errors import OrogenError
from orogen.init.questions import QUESTIONS, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orogen.init.questions import Given, Question

    Wrong = Callable[[Given], str]
    """What is wrong with a spec of the answers so far, in words; nothing for nothing."""


def answers(flags: Given, *, suggested: str, wrong: Wrong, asks: bool) -> Given:
    """Give all answers. The name suggested is that of the file. Raises UsageError where a flag is wrong or missing."""
    given: dict[str, str] = {}
    missing: list[Question] = []
    seen = {"file": suggested}
    for question in QUESTIONS:
        name, applies = question.name, question.applies(seen)
        if name in flags:
            given[name] = flags[name]
            if problem := wrong(given):
                raise click.BadParameter(problem, param_hint=f"'--{name}'")
        elif applies and asks and question.asked(seen):
            given[name] = _asked(question, given, question.default(seen), wrong)
        elif applies and not (question.assumed and question.default(seen)):
            missing.append(question)
        else:
            given[name] = stand_in(question, seen)
            if problem := wrong(given):
                raise OrogenError(problem)
        seen[name] = given.get(name, stand_in(question, seen))
    if missing:
        raise click.UsageError(_missing(missing))
    return given


def _asked(question: Question, given: Given, default: str, wrong: Wrong) -> str:
    choice = click.Choice(question.choices) if question.choices else None

    def right(answer: str) -> str:
        answer = choice.convert(answer.strip(), None, None) if choice else answer.strip()
        if problem := wrong({**given, question.name: answer}):
            raise click.UsageError(problem)
        return answer

    return click.prompt(question.text, default=default or None, type=choice, value_proc=right, err=True)


def _missing(questions: Iterable[Question]) -> str:
    flags = {question: f"--{question.name} {question.metavar or '|'.join(question.choices)}" for question in questions}
    width = max(map(len, flags.values()))
    lines = (f"\n  {flag:<{width}}  {question.text}" for question, flag in flags.items())
    return "nothing can be assumed for these; give them, or run this on a terminal:" + "".join(lines)
