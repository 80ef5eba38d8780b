"""What holds for every reading of every text: who is refused learns where, what and what to do."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from orogen.report import render
from orogen.rules.run import every_rule
from orogen.spec import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.read import Reading


def broken_promises(reading: Reading) -> Iterator[str]:
    """Give what a reading owes to the person who wrote the spec."""
    errors = [one for one in reading.diagnostics if one.severity == "error"]
    if (reading.environment is None) != bool(errors):
        yield "a spec is refused if and only if it has an error"
    lines = reading.document.lines
    for one in reading.diagnostics:
        if one.code not in known_codes():
            yield f"{one.code} is no known code: {one}"
        if not one.message.strip() or not one.help.strip():
            yield f"the message or help of {one.code} is empty: {one}"
        if not render([one], [reading.document], "concise", color=False).replace("\n", "").isprintable():
            yield f"{one.code} is shown with characters that cannot be printed: {one}"
        for span in (one.span, *(related.span for related in one.related)):
            if not _is_in(span, lines):
                yield f"the place of {one.code} is not in the text: {one}"
    for (place, code), times in Counter(map(_identity, errors)).items():
        if times > 1:
            yield f"{code} is said more than once of a place: {times} times of {place}"


@cache
def known_codes() -> frozenset[str]:
    """Give all codes there are."""
    of_text = {value for name, value in vars(codes).items() if name.isupper()}
    return frozenset({*of_text, *(rule.CODE for rule in every_rule())})


def _identity(one: Diagnostic) -> tuple[str, str]:
    # Each missing key is a mistake of its own, and the place of all of them is the mapping that lacks them.
    what = one.message if one.code == codes.MISSING_KEY else ""
    return f"{one.span.line}:{one.span.column} {what}", one.code


def _is_in(span: Span, lines: list[str]) -> bool:
    # The text that is no text at all is not kept: there the place cannot be compared with anything.
    if lines == [""]:
        return span.line >= 1 and span.column >= 1
    return (
        1 <= span.line <= len(lines)
        and 1 <= span.column <= len(lines[span.line - 1]) + 1
        and (span.line, span.column) <= (span.end_line, span.end_column)
    )
