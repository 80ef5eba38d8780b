"""For GitHub Actions: each problem as a workflow command, which becomes an annotation of the changed lines.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from orogen.report.concise import headline, place
from orogen.report.count import count_line
from orogen.report.excerpt import printable
from orogen.report.style import PLAIN
from orogen.spec.source import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orogen.spec.diagnostic import Diagnostic, Span
    from orogen.spec.document import Document

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_DATA = str.maketrans(_DATA)
_IN_PROPERTY = str.maketrans({**_DATA, ":": "%3A", ",": "%2C"})


def render(diagnostics: Sequence[Diagnostic], documents: Sequence[Document], _color: bool) -> str:
    """Give one command for each problem, and the count: GitHub shows ten annotations of a kind and leaves out more."""
    return "\n".join([*map(_command, diagnostics), count_line(diagnostics, documents), ""])


def _command(diagnostic: Diagnostic) -> str:
    # The plain line is the command's message, which the log shows: on a line of its own it might start with `::` or
    # hold `##[`, and a spec would then give commands to the runner.
    title = f"title=orogen ({diagnostic.code})"
    properties = ",".join([title, *_properties(diagnostic.span)])
    message = "\n".join(_message(diagnostic)).translate(_IN_DATA)
    return f"::{diagnostic.severity} {properties}::{message}"


def _properties(span: Span) -> Iterator[str]:
    # The runner takes a relative path as one below the workspace, whichever folder a step works in.
    file = span.file if span.file == STANDARD_INPUT else os.path.normpath(Path(span.file).absolute())
    yield f"file={printable(file).translate(_IN_PROPERTY)}"
    yield f"line={span.line}"
    yield f"endLine={span.end_line}"
    # Columns over several lines are refused.
    if span.line == span.end_line:
        yield f"col={span.column}"
        yield f"endColumn={span.end_column}"


def _message(diagnostic: Diagnostic) -> Iterator[str]:
    yield headline(diagnostic, PLAIN)
    for related in diagnostic.related:
        yield f"{place(related.span, PLAIN)} note: {printable(related.message)}"
    if diagnostic.help:
        yield f"help: {printable(diagnostic.help)}"
