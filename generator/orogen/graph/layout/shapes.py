"""What a drawing is made of. Places are whole pixels; a style is a name that style.py gives colours to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.graph.text import Font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FONTS = {
    "heading": Font(size=22, bold=True),
    "facts": Font(size=13),
    "title": Font(size=13, bold=True),
    "section": Font(size=11, bold=True),
    "body": Font(size=12),
    "name": Font(size=13, bold=True),
    "address": Font(size=11, monospaced=True),
    "small": Font(size=11),
    "note": Font(size=11),
    "label": Font(size=10, monospaced=True),
    "tag": Font(size=10, bold=True),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the page."""

    left: int
    top: int
    right: int
    bottom: int

    def overlaps(self, other: Area) -> bool:
        """Say whether two areas have a pixel in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Area) -> bool:
        """Say whether the other area lies wholly in this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners."""

    x: int
    y: int
    width: int
    height: int
    style: str
    radius: int = 6

    @property
    def area(self) -> Area:
        """Give the space that it takes."""
        return Area(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, written from `x` to the right (or around it, or up to it) on the base line `y`."""

    x: int
    y: int
    text: str
    font: str
    style: str = ""
    anchor: str = "start"

    @property
    def area(self) -> Area:
        """Give the space that it takes at most."""
        font = FONTS[self.font]
        width = font.width(self.text)
        left = self.x - {"start": 0, "middle": (width + 1) // 2, "end": width}[self.anchor]
        return Area(left, self.y - font.size * 4 // 5, left + width, self.y + (font.size + 3) // 4)


@dataclass(frozen=True, slots=True)
class Line:
    """Straight pieces from point to point; `head` puts an arrow at the end, `dot` a point at the start."""

    points: tuple[tuple[int, int], ...]
    style: str
    head: bool = False
    dot: bool = False

    @property
    def area(self) -> Area:
        """Give the space that it takes."""
        xs, ys = zip(*self.points, strict=True)
        return Area(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together, with the words that are shown when somebody points at them."""

    title: str
    shapes: tuple[Shape, ...]
    style: str = ""


Shape = Box | Text | Line | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A whole picture, ready to be written; `shapes` are painted in their order."""

    width: int
    height: int
    title: str
    description: str
    shapes: tuple[Shape, ...]

    @property
    def parts(self) -> Iterator[Box | Text | Line]:
        """Give everything that is drawn, out of its groups."""
        return flat(self.shapes)


def flat(shapes: Iterable[Shape]) -> Iterator[Box | Text | Line]:
    """Give the shapes, and in place of each group its own."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        else:
            yield shape


def paragraph(x: int, y: int, text: str, font: str, width: int, style: str = "") -> list[Text]:
    """Write a text from the line `y` on downwards, in as many lines as the width asks for."""
    lines = FONTS[font].wrap(text, width)
    return [Text(x, y + index * line_height(font), line, font, style) for index, line in enumerate(lines)]


def line_height(font: str) -> int:
    """Give the distance between two lines."""
    return FONTS[font].size * 4 // 3
