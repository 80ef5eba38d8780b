"""A small chart of one drill: acknowledged writes a second over time, with the fault and its end marked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.drills.model import Figures, Result

_WIDTH, _HEIGHT = 720, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 12, 34, 24
_INNER = _WIDTH - _LEFT - _RIGHT
_FLOOR = _HEIGHT - _BOTTOM
# A label that would run into the next one is put a line lower.
_LINES = 2
_LINE_HEIGHT = 13
# Seconds between two marks of the axis: the first that gives no more than ten of them.
_STEPS = (5, 10, 20, 30, 60, 120, 300, 600)
_MOST_MARKS = 10

CSS = """
.chart { display: block; width: 100%; max-width: 720px; height: auto; }
.chart text { font-size: 11px; fill: var(--muted); }
.chart .label { fill: var(--text); }
.chart .writes { fill: var(--good); fill-opacity: 0.3; stroke: var(--good); stroke-width: 1.5; }
.chart .axis { stroke: var(--rule); stroke-width: 1; }
.chart .event { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 3; }
.chart .after { stroke: var(--good); }
"""


def chart(result: Result, figures: Figures) -> str:
    """Give the chart as an SVG element for a page with `CSS`."""
    title = f"{result.name}: acknowledged writes a second"
    return "\n".join(
        [
            f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{escape(title)}">',
            f"<title>{escape(title)}</title>",
            *_axes(figures),
            *_events(result, figures),
            f'<path class="writes" d="{_area(figures)}"/>',
            "</svg>",
        ]
    )


def _x(second: float, figures: Figures) -> float:
    return round(_LEFT + _INNER * second / max(1, len(figures.per_second)), 1)


def _y(count: float, figures: Figures) -> float:
    return round(_FLOOR - (_FLOOR - _TOP) * count / max(1, *figures.per_second), 1)


def _area(figures: Figures) -> str:
    """Give the outline: a step a second, closed along the floor."""
    steps = " ".join(
        f"L{_x(second, figures)},{_y(count, figures)} L{_x(second + 1, figures)},{_y(count, figures)}"
        for second, count in enumerate(figures.per_second)
    )
    return f"M{_LEFT},{_FLOOR} {steps} L{_x(len(figures.per_second), figures)},{_FLOOR} Z"


def _axes(figures: Figures) -> Iterator[str]:
    most = max(figures.per_second, default=0)
    yield f'<line class="axis" x1="{_LEFT}" y1="{_FLOOR}" x2="{_WIDTH - _RIGHT}" y2="{_FLOOR}"/>'
    yield f'<text x="{_LEFT - 6}" y="{_TOP + 4}" text-anchor="end">{most}</text>'
    yield f'<text x="{_LEFT - 6}" y="{_FLOOR}" text-anchor="end">0</text>'
    length = len(figures.per_second)
    step = next((step for step in _STEPS if length / step <= _MOST_MARKS), _STEPS[-1])
    for second in range(0, length + 1, step):
        yield f'<text x="{_x(second, figures)}" y="{_HEIGHT - 8}" text-anchor="middle">{second} s</text>'


def _events(result: Result, figures: Figures) -> Iterator[str]:
    for number, event in enumerate(result.events):
        x = _x(event.second, figures)
        kind = "event" if number == 0 else "event after"
        y = _LINE_HEIGHT * (number % _LINES + 1) - 3
        # Near the right edge a label stands before its line.
        anchor, shift = ("end", -4) if x > _WIDTH / 2 else ("start", 4)
        words = event.words.rpartition(": ")[2]
        yield f'<line class="{kind}" x1="{x}" y1="{y - 9}" x2="{x}" y2="{_FLOOR}"/>'
        yield f'<text class="label" x="{x + shift}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
