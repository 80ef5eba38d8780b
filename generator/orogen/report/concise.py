"""One line a problem: what editors and people with many problems read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report.count import count_line
from orogen.report.excerpt import printable
from orogen.report.style import COLOURED, PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.report.style import Style
    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.document import Document


def render(diagnostics: Sequence[Diagnostic], documents: Sequence[Document], color: bool) -> str:
    """Give one line for each problem and the count."""
    style = COLOURED if color else PLAIN
    lines = [f"{headline(diagnostic, style)}{_see_also(diagnostic)}" for diagnostic in diagnostics]
    return "\n".join([*lines, count_line(diagnostics, documents), ""])


def headline(diagnostic: Diagnostic, style: Style) -> str:
    """Give a problem's place, severity, code and message."""
    tone = style.error if diagnostic.severity == "error" else style.warning
    severity = f"{tone}{diagnostic.severity}[{diagnostic.code}]{style.end}"
    return f"{place(diagnostic.span, style)} {severity} {printable(diagnostic.message)}"


def place(span: Span, style: Style) -> str:
    """Give a place as terminals and editors take it for a link."""
    return f"{style.place}{printable(span.file)}:{span.line}:{span.column}:{style.end}"


def _see_also(diagnostic: Diagnostic) -> str:
    spans = [related.span for related in diagnostic.related]
    places = ", ".join(dict.fromkeys(f"{printable(span.file)}:{span.line}" for span in spans))
    return f" (see also {places})" if places else ""
