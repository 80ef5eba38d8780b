"""What came of a drill, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report.style import COLOURED, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.drills.model import Result
    from orogen.report.style import Style

_WIDTH = 28


def render(result: Result, *, color: bool) -> str:
    """Give a line with the figures, and one for each thing that is not as wanted."""
    return "\n".join(_lines(result, COLOURED if color else PLAIN))


def figures(result: Result) -> str:
    """Give the figures of a drill in words."""
    found = result.figures
    if not found:
        return f"{len(result.checks)} checks" if result.checks else ""
    words = [f"stood still {found.stopped:g} s"]
    if result.expectation and result.expectation.worst:
        words.append(f"of {result.expectation.expected:g} s expected, {result.expectation.worst:g} s at worst")
    counted = {"lost": found.lost, "twice": found.duplicated, "refused": found.refused}
    words.append(", ".join(f"{count} {name}" for name, count in counted.items()))
    return f"{' '.join(words[:-1])}; {words[-1]} of {found.acknowledged + found.refused} writes"


def _lines(result: Result, style: Style) -> Iterator[str]:
    tone = {"passed": style.note, "failed": style.error, "not run": style.warning}[result.state]
    word = "FAILED" if result.state == "failed" else result.state
    said = result.reason or figures(result)
    yield f"{tone}{word:<7}{style.end} {result.name:<{_WIDTH}} {said} ({result.seconds:.0f} s)".replace(" (0 s)", "")
    for check in result.checks:
        if not check.fine:
            yield f"        {check.what}: {check.measured}; wanted: {check.wanted}"
    if result.state == "failed":
        yield from (f"        {note}" for note in result.notes)
