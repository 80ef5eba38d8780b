"""The lists below the picture: what a loss does to each service, and every flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.graph.layout.grid import MARGIN
from orogen.graph.layout.shapes import FONTS, Box, Line, Shape, Text, line_height
from orogen.survival.outcome import WORST_FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.graph.picture import Picture

_GAP = 20
_MOST = 200


def outcomes(picture: Picture, width: int, y: int) -> tuple[list[Shape], int]:
    """List what happens to each service, the worst first."""
    fates = sorted(picture.fates, key=lambda fate: WORST_FIRST.index(fate[1].state))
    rows = [(service, fate.label, fate.why) for service, fate in fates]
    return _table("What each service does", ("service", "state", "why"), rows, width, y)


def flows(picture: Picture, width: int, y: int) -> tuple[list[Shape], int]:
    """List every flow: all that the firewalls let through."""
    rows = [(flow.source, flow.target, flow.port, flow.transport, flow.why) for flow in picture.flows]
    return _table(f"All {len(rows)} flows", ("from", "to", "port", "over", "why"), rows, width, y)


def _table(
    title: str, names: Sequence[str], rows: Sequence[Sequence[str]], width: int, y: int
) -> tuple[list[Shape], int]:
    """Draw a table: columns as wide as what they hold, the last one takes the rest; all wrap."""
    font = FONTS["note"]
    shapes: list[Shape] = [Text(MARGIN, y + 14, title, "title")]
    widths = [min(_MOST, max(font.width(row[index]) for row in [names, *rows])) for index in range(len(names) - 1)]
    widths.append(width - 2 * MARGIN - sum(widths) - _GAP * len(widths))
    starts = [MARGIN + sum(widths[:index]) + _GAP * index for index in range(len(names))]
    y += 36
    shapes += [Text(x, y, name, "note", "muted") for x, name in zip(starts, names, strict=True)]
    y += 8
    for number, row in enumerate(rows):
        cells = [font.wrap(cell, room) for cell, room in zip(row, widths, strict=True)]
        height = max(map(len, cells)) * line_height("note") + 6
        shapes.append(Box(MARGIN - 8, y, width - 2 * MARGIN + 16, height, "stripe" if number % 2 else "plain", 3))
        for x, lines in zip(starts, cells, strict=True):
            shapes += [Text(x, y + 14 + i * line_height("note"), line, "note") for i, line in enumerate(lines)]
        y += height
    shapes.append(Line(((MARGIN - 8, y), (width - MARGIN + 8, y)), "rule"))
    return shapes, y
