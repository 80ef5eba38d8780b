"""For people: each problem with the line it stands on, what is wrong there underlined, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report.concise import headline, place
from orogen.report.count import count_line
from orogen.report.excerpt import excerpt, printable
from orogen.report.style import COLOURED, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from orogen.report.excerpt import Excerpt
    from orogen.report.style import Style
    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.document import Document


def render(diagnostics: Sequence[Diagnostic], documents: Sequence[Document], color: bool) -> str:
    """Give each problem with its source lines, and the count."""
    style = COLOURED if color else PLAIN
    sources = {document.file: document.lines for document in documents}
    lines: list[str] = []
    for diagnostic in diagnostics:
        lines.extend([*problem_lines(diagnostic, sources, style), ""])
    return "\n".join([*lines, count_line(diagnostics, documents), ""])


def problem_lines(diagnostic: Diagnostic, sources: Mapping[str, Sequence[str]], style: Style) -> Iterator[str]:
    """Give one problem and the places that it is related to. The sources are the lines of each file."""
    tone = style.error if diagnostic.severity == "error" else style.warning
    places = [(headline(diagnostic, style), diagnostic.span, tone, "^")]
    for related in diagnostic.related:
        note = f"{place(related.span, style)} {style.note}note:{style.end} {printable(related.message)}"
        places.append((note, related.span, style.note, "-"))
    width = max(len(str(span.line)) for _, span, _, _ in places)
    for title, span, colour, mark in places:
        yield title
        if shown := _excerpt(span, sources.get(span.file, ()), mark):
            yield f"{style.margin}{span.line:>{width}} |{style.end} {shown.text}"
            yield f"{style.margin}{'':{width}} |{style.end} {colour}{shown.underline}{style.end}"
    if diagnostic.help:
        yield f"{style.help}help:{style.end} {printable(diagnostic.help)}"


def _excerpt(span: Span, source: Sequence[str], mark: str) -> Excerpt | None:
    on_one_line = span.end_line == span.line
    # A place without width stands for the whole file: what is missing has no line to show.
    has_width = not on_one_line or span.end_column > span.column
    if not has_width or span.line > len(source):
        return None
    return excerpt(source[span.line - 1], span.column, span.end_column if on_one_line else None, mark)
