"""What the YAML parser says, in words that help. Its C form names no characters: they are read from the text here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.spec import codes
from orogen.spec.diagnostic import Diagnostic, Span
from orogen.spec.source import LINE_BREAK
from orogen.spec.unclosed import unclosed

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
        "could not find expected ':'", "this line is not `key: value`", "Write a colon and a space.", at_start=True
    ),
    _Advice("found unexpected ':'", "a space is missing after this colon", "Write `key: value`, or `key: []`."),
    _Advice(
        "found unexpected end of stream", "this quote is never closed", "Close it with the same quote.", at_start=True
    ),
    _Advice("expected ',' or ']'", "this list is not closed", "Write `[a, b]`.", at_start=True),
    _Advice("expected ',' or '}'", "this mapping is not closed", "Write `{{key: value}}`.", at_start=True),
    _Advice("expected node content", "a value is missing here", "Close every `[` and `{{`, or give the value."),
    _Advice("expected '-' indicator", "this line is no item of the list before it", "Start it with `- ` or indent it."),
    _Advice("expected key", "this line is indented otherwise than the keys before it", "Align it with them."),
    _Advice("expected <document start>", "this line is indented otherwise than the first key", "Align it with that."),
)

_TAB = _ADVICE[0]

_UNCLOSED = {
    '"': _Advice("", "this quote is not closed on its line", "Close it with the same quote."),
    "'": _Advice("", "this quote is not closed on its line", "Close it with the same quote."),
    "[": _Advice("", "this list is not closed", "Write `[a, b]`."),
    "{": _Advice("", "this mapping is not closed", "Write `{{key: value}}`."),
}

# What a line tells by itself, whatever the parser says about it.
_LINES = (
    (
        re.compile(r"(?:<{7}|={7}|>{7})(?: .*)?\Z"),
        _Advice("", "this is a merge conflict", "Keep one side, and remove the other and the marks."),
    ),
    (
        re.compile(r" *-[A-Za-z_]+:(?: .*)?\Z"),
        _Advice("", "a space is missing after this dash", "Write `- key: value`."),
    ),
)


def syntax_error(source: Source, error: yaml.YAMLError) -> Diagnostic:
    """Turn what the parser raised into a problem with a place inside the text."""
    problem = str(getattr(error, "problem", None) or error)
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark:
        if found := _broken_line(source, mark.line):
            return found
        if left_open := unclosed(source.text, mark):
            return _advised(source, _UNCLOSED[left_open[0]], left_open[1])
    for advice in _ADVICE:
        if advice.phrase in problem:
            place = start if advice.at_start and start else mark
            return _advised(source, _TAB if _character(source, place) == "a tab" else advice, place)
    return _at(source, f"not valid YAML: {problem}", "Check the indentation, quotes and brackets here.", *_place(mark))


def _broken_line(source: Source, stop: int) -> Diagnostic | None:
    """Look at the line where the parser stopped, and at the one before."""
    for number, line in list(enumerate(LINE_BREAK.split(source.text)))[max(stop - 1, 0) : stop + 1]:
        for form, advice in _LINES:
            if form.match(line):
                return _at(source, advice.message, advice.help, number, len(line) - len(line.lstrip()))
    return None


def _advised(source: Source, advice: _Advice, mark: yaml.Mark | None) -> Diagnostic:
    message = advice.message.format(character=_character(source, mark))
    return _at(source, message, advice.help.format(), *_place(mark))


def _character(source: Source, mark: yaml.Mark | None) -> str:
    character = source.text[mark.index : mark.index + 1] if mark else ""
    return {"\t": "a tab", "": "the end of the file"}.get(character, f"`{character}`")


def _place(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _at(source: Source, message: str, help_text: str, line: int, column: int) -> Diagnostic:
    lines = LINE_BREAK.split(source.text)
    # The parser may stop on a line past the last one.
    last = len(lines) - 1
    line, column = (line, min(column, len(lines[line]))) if line <= last else (last, len(lines[last]))
    span = Span(source.file, line + 1, column + 1, line + 1, column + 2)
    return Diagnostic(code=codes.SYNTAX, message=message, help=help_text, span=span)
