"""One line a problem: what editors and people with many problems read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report.count import count_line
from orogen.report.style import COLOURED, PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.report.style import Style
    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document


def render(diagnostics: Sequence[Diagnostic], documents: Sequence[Document], color: bool) -> str:
    """Give one line for each problem and the count."""
    style = COLOURED if color else PLAIN
    lines = [headline(diagnostic, style) for diagnostic in diagnostics]
    return "\n".join([*lines, count_line(diagnostics, documents), ""])


def headline(diagnostic: Diagnostic, style: Style) -> str:
    """Give a problem's place, severity, code and message."""
    span = diagnostic.span
    tone = style.error if diagnostic.severity == "error" else style.warning
    return (
        f"{style.place}{span.file}:{span.line}:{span.column}:{style.end} "
        f"{tone}{diagnostic.severity}[{diagnostic.code}]{style.end} {diagnostic.message}"
    )
