"""What the YAML parser says, in words that help. Its C form names no characters: they are read from the text here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.spec import codes
from orogen.spec.diagnostic import Diagnostic, Span
from orogen.spec.source import LINE_BREAK

if TYPE_CHECKING:
    import yaml

    from orogen.spec.source import Source


@dataclass(frozen=True, slots=True)
class _Advice:
    """What the parser's phrase means and what to do; `at_start` points to where the broken thing starts."""

    phrase: str
    message: str
    help: str
    at_start: bool = False


_ADVICE = (
    _Advice("found a tab character", "a tab stands where only spaces may", "Indent with spaces."),
    _Advice("cannot start any token", "nothing can start with {character} here", "Put the value in quotes."),
    _Advice(
        "mapping values are not allowed",
        "no key may stand here",
        "Put text that holds `: ` in quotes, or check the indentation.",
    ),
    _Advice(
        "could not find expected ':'", "this line is not `key: value`", "Write a space after the colon.", at_start=True
    ),
    _Advice(
        "found unexpected end of stream", "this quote is never closed", "Close it with the same quote.", at_start=True
    ),
    _Advice("expected ',' or ']'", "this list is not closed", "Write `[a, b]`.", at_start=True),
    _Advice("expected ',' or '}'", "this mapping is not closed", "Write `{{key: value}}`.", at_start=True),
    _Advice("expected node content", "a value is missing here", "Close every `[` and `{{`, or give the value."),
    _Advice("expected '-' indicator", "this line is no item of the list before it", "Start it with `- ` or indent it."),
    _Advice("expected key", "this line is indented otherwise than the keys before it", "Align it with them."),
    _Advice("expected <document start>", "this line is indented otherwise than the first key", "Align it with that."),
    _Advice("second occurrence", "this anchor is defined twice", "Give each anchor its own name."),
)


def syntax_error(source: Source, error: yaml.YAMLError) -> Diagnostic:
    """Turn what the parser raised into a problem with a place inside the text."""
    problem = str(getattr(error, "problem", None) or error)
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    for advice in _ADVICE:
        if advice.phrase in problem:
            place = start if advice.at_start and start else mark
            character = _character(source, place)
            if character == "a tab":
                advice = _ADVICE[0]
            message, help_text = advice.message.format(character=character), advice.help.format()
            return _diagnostic(source, message, help_text, place)
    return _diagnostic(source, f"not valid YAML: {problem}", "Check the indentation, quotes and brackets here.", mark)


def _character(source: Source, mark: yaml.Mark | None) -> str:
    character = source.text[mark.index : mark.index + 1] if mark else ""
    return {"\t": "a tab", "": "the end of the file"}.get(character, f"`{character}`")


def _diagnostic(source: Source, message: str, help_text: str, mark: yaml.Mark | None) -> Diagnostic:
    lines = LINE_BREAK.split(source.text)
    # The parser may stop on a line past the last one.
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[line])) if mark and line == mark.line else len(lines[line]) if mark else 0
    span = Span(source.file, line + 1, column + 1, line + 1, column + 2)
    return Diagnostic(code=codes.SYNTAX, message=message, help=help_text, span=span)
