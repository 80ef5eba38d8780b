"""For programs: the format that design and documentation promise, version 1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.document import Document

FORMAT_VERSION = "1"


def render(diagnostics: Sequence[Diagnostic], _documents: Sequence[Document], _color: bool) -> str:
    """Give counts and all problems; lines and columns count from 1 and the end is exclusive."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    report = {
        "format_version": FORMAT_VERSION,
        "error_count": severities.count("error"),
        "warning_count": severities.count("warning"),
        "diagnostics": [_record(diagnostic) for diagnostic in diagnostics],
    }
    return json.dumps(report, indent=2) + "\n"


def _record(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_place(diagnostic.span),
        "related": [{"message": related.message, **_place(related.span)} for related in diagnostic.related],
    }


def _place(span: Span) -> dict[str, str | int]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
