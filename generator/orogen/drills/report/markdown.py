"""A page for a repository: the table of all drills, what was not as wanted, and what a reader should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.drills.report.html import COLUMNS, cells, machine
from orogen.drills.report.record import left_out, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.drills.model import Result
    from orogen.drills.report.record import Report


def render(report: Report) -> str:
    """Give the page."""
    lines = [
        f"# Failure drills of {report.environment}",
        "",
        f"{verdict(report)}. {machine(report)}",
        "",
        _row(("Drill", "", *COLUMNS)),
        _row(("---", "---", *("---:" for _ in COLUMNS))),
        *(_row((result.name, result.state, *cells(result))) for result in report.results),
        "",
        *([left_out(report), ""] if report.left_out else []),
        *(f"- {line}" for result in report.results for line in _remarks(result)),
        *(f"- {line}" for line in _notes(report.results)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _row(words: Iterable[str]) -> str:
    return f"| {' | '.join(words)} |"


def _notes(results: Iterable[Result]) -> Iterator[str]:
    """Give each note once, after the names of all drills that have it."""
    names: dict[str, list[str]] = {}
    for result in results:
        for note in result.notes:
            names.setdefault(note, []).append(result.name)
    return (f"{', '.join(found)}: {note}" for note, found in names.items())


def _remarks(result: Result) -> Iterator[str]:
    if result.reason:
        yield f"{result.name}: {result.reason}"
    for check in result.checks:
        # The table above has the figures of ledgers already; what is checked besides is told here.
        if not check.fine or not result.figures:
            wanted = "" if check.fine else f" (wanted: {check.wanted})"
            yield f"{result.name}: {check.what}: {check.measured}{wanted}"
