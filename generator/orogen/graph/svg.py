"""SVG: one file that needs nothing else, for a light and a dark page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from orogen.graph.layout.drawing import draw
from orogen.graph.layout.shapes import FONTS, Box, Group, Line, Text
from orogen.graph.style import css

if TYPE_CHECKING:
    from orogen.graph.layout.shapes import Shape
    from orogen.graph.picture import Picture

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(picture: Picture, flows: bool) -> str:
    """Give the picture as an SVG document."""
    drawing = draw(picture, flows)
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="orogen" role="img" {size}>',
        f"<title>{_text(drawing.title)}</title>",
        f"<desc>{_text(drawing.description)}</desc>",
        f"<style>\n{css()}\n</style>",
        f'<rect class="page" width="{drawing.width}" height="{drawing.height}"/>',
        *map(_shape, drawing.shapes),
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _shape(shape: Shape) -> str:
    if isinstance(shape, Group):
        return "\n".join(("<g>", f"<title>{_text(shape.title)}</title>", *map(_shape, shape.shapes), "</g>"))
    if isinstance(shape, Box):
        return (
            f'<rect class="{shape.style}" x="{shape.x}" y="{shape.y}" width="{shape.width}" '
            f'height="{shape.height}" rx="{shape.radius}"/>'
        )
    return _written(shape) if isinstance(shape, Text) else _line(shape)


def _written(text: Text) -> str:
    font = FONTS[text.font]
    names = quoteattr(f"{text.font} {text.style}".strip())
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    weight = ' font-weight="600"' if font.bold else ""
    place = f'x="{text.x}" y="{text.y}" font-size="{font.size}"'
    return f"<text class={names} {place}{weight}{anchor}>{_text(text.text)}</text>"


def _line(line: Line) -> str:
    path = "M" + " L".join(f"{x} {y}" for x, y in line.points)
    drawn = [f'<path class="line {line.style}" d="{path}"/>']
    if line.head:
        drawn.append(f'<path class="head {line.style}" d="{_head(line)}"/>')
    if line.dot:
        x, y = line.points[0]
        drawn.append(f'<circle class="head {line.style}" cx="{x}" cy="{y}" r="3"/>')
    return "\n".join(drawn)


def _head(line: Line) -> str:
    """Give an arrow head at the end of a line, which comes from the left or from above."""
    (from_x, _), (x, y) = line.points[-2:]
    if from_x == x:
        return f"M{x} {y} L{x - 4} {y - 8} L{x + 4} {y - 8} Z"
    return f"M{x} {y} L{x - 8} {y - 4} L{x - 8} {y + 4} Z"
