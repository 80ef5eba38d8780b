"""For people: each problem with the line it stands on, what is wrong there underlined, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report.concise import headline
from orogen.report.count import count_line
from orogen.report.excerpt import excerpt
from orogen.report.style import COLOURED, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orogen.report.style import Style
    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document


def render(diagnostics: Sequence[Diagnostic], documents: Sequence[Document], color: bool) -> str:
    """Give each problem with its source line, and the count."""
    style = COLOURED if color else PLAIN
    lines_of = {document.file: document.lines for document in documents}
    lines: list[str] = []
    for diagnostic in diagnostics:
        lines.extend(_lines(diagnostic, lines_of.get(diagnostic.span.file, []), style))
    return "\n".join([*lines, count_line(diagnostics, documents), ""])


def _lines(diagnostic: Diagnostic, source: Sequence[str], style: Style) -> Iterator[str]:
    span = diagnostic.span
    on_one_line = span.end_line == span.line
    # A place without width stands for the whole file: what is missing has no line to show.
    has_width = not on_one_line or span.end_column > span.column
    yield headline(diagnostic, style)
    if has_width and span.line <= len(source):
        shown = excerpt(source[span.line - 1], span.column, span.end_column if on_one_line else None)
        number = str(span.line)
        tone = style.error if diagnostic.severity == "error" else style.warning
        yield f"{style.margin}{number} |{style.end} {shown.text}"
        yield f"{style.margin}{' ' * len(number)} |{style.end} {tone}{shown.underline}{style.end}"
    if diagnostic.help:
        yield f"{style.help}help:{style.end} {diagnostic.help}"
    yield ""
