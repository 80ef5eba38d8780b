"""What holds for every reading of every text: who is refused learns where, what and what to do."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from orogen.report import render
from orogen.rules.run import every_rule
from orogen.spec import codes
from orogen.spec.document import value_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.document import Document
    from orogen.spec.read import Reading

# A mapping lacks several keys, and the count or zones of one type are wrong for several services: each is a mistake of
# its own, and one place is where all of them are repaired.
_SEVERAL = {codes.MISSING_KEY, "ORO208", "ORO401", "ORO402", "ORO403", "ORO404"}


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
    for (place, code), times in Counter(_identity(reading.document, one) for one in errors).items():
        if times > 1:
            yield f"{code} is said more than once of a place: {times} times of {place}"


@cache
def known_codes() -> frozenset[str]:
    """Give all codes there are."""
    of_text = {value for name, value in vars(codes).items() if name.isupper()}
    return frozenset({*of_text, *(rule.CODE for rule in every_rule())})


def _identity(document: Document, one: Diagnostic) -> tuple[str, str]:
    # All of the standard topology follows from the type, and a value with aliases stands for several.
    of_several = one.code in _SEVERAL or one.span == value_span(document, ("type",)) or "*" in document.text
    return f"{one.span.line}:{one.span.column} {one.message if of_several else ''}", one.code


def _is_in(span: Span, lines: list[str]) -> bool:
    # The text that is no text at all is not kept: there the place cannot be compared with anything.
    if lines == [""]:
        return span.line >= 1 and span.column >= 1
    return (
        1 <= span.line <= len(lines)
        and 1 <= span.column <= len(lines[span.line - 1]) + 1
        and (span.line, span.column) <= (span.end_line, span.end_column)
    )
