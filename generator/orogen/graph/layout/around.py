"""What stands around the grid: the heading, visitors, edge, legend and frames, repository and recovery region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.graph.layout.grid import MARGIN, PAD, entries_of
from orogen.graph.layout.shapes import FONTS, Box, Group, Line, Shape, Text, line_height, paragraph
from orogen.survival.outcome import WORST_FIRST

if TYPE_CHECKING:
    from orogen.graph.layout.grid import Grid
    from orogen.graph.picture import Outside, Picture

BELOW = 36
_OUTSIDE = 300
_LEGEND = 250
_LINES = (
    ("to", "to the live member of a cluster"),
    ("members", "among the members of a cluster"),
    ("data", "backup sets"),
)


def titles(picture: Picture, grid: Grid) -> tuple[list[Shape], int]:
    """Write the heading; give it with where it ends."""
    width = grid.width - 2 * MARGIN
    shapes: list[Shape] = [*paragraph(MARGIN, MARGIN + 18, picture.title, "heading", width)]
    y = MARGIN + 18 + line_height("heading") * (len(shapes) - 1) + 22
    facts = paragraph(MARGIN, y, picture.facts, "facts", width, "muted")
    shapes += facts
    y = facts[-1].y + 20
    if picture.loss:
        shop = picture.loss.shop
        noticed = paragraph(MARGIN, y + 2, f"What visitors notice: {shop.label}. {shop.why}", "body", width)
        shapes += noticed
        y = noticed[-1].y + 20
    return shapes, y


def outside(x: int, y: int, width: int, what: Outside, style: str) -> tuple[Group, int]:
    """Draw something outside the region as a box; give it with where it ends."""
    inside = width - 2 * PAD
    title = paragraph(x + PAD, y + 20, what.title, "title", inside)
    below = [line for detail in what.details for line in FONTS["note"].wrap(detail, inside)]
    first = title[-1].y + 17
    details = [Text(x + PAD, first + i * line_height("note"), line, "note", "muted") for i, line in enumerate(below)]
    end = details[-1].y + 12
    return Group(what.why, (Box(x, y, width, end - y, f"outside {style}"), *title, *details)), end


def visitors(picture: Picture, grid: Grid, y: int) -> tuple[list[Shape], int]:
    """Draw visitors above the edge, both above the lane that leads into the region."""
    first, end = outside(MARGIN, y, _OUTSIDE, picture.visitors, "world")
    second, bottom = outside(MARGIN, end + 26, _OUTSIDE, picture.edge, "edge")
    line = Line(((grid.outer, end), (grid.outer, end + 26)), "to", head=True)
    label = Text(grid.outer + 10, end + 17, picture.visitors.link, "label", "muted")
    return [first, second, Group(picture.visitors.why, (line, label))], bottom


def legend(picture: Picture, grid: Grid, y: int) -> tuple[list[Shape], int]:
    """Say what lines and colours mean, at the right of the visitors; give it with where it ends."""
    x = grid.width - MARGIN - _LEGEND
    shapes: list[Shape] = []
    drawn = {"to"}
    if any(entry.members for entry in entries_of(picture)):
        drawn.add("members")
    if picture.repository:
        drawn.add("data")
    for style, words in (line for line in _LINES if line[0] in drawn):
        shapes.append(Line(((x, y + 10), (x + 26, y + 10)), style, head=style != "members"))
        shapes.append(Text(x + 36, y + 14, words, "note", "muted"))
        y += 19
    if picture.loss:
        for state in reversed(WORST_FIRST):
            style = state.replace(" ", "-")
            shapes.append(Box(x, y + 3, 26, 13, f"chip {style}", 4))
            shapes.append(Text(x + 36, y + 14, state, "note", "muted"))
            y += 19
    return shapes, y


def zone_heads(picture: Picture, grid: Grid, y: int) -> tuple[list[Shape], int]:
    """Write the zones' names at the top of their columns; give them with where they end."""
    shapes: list[Shape] = []
    end = y
    for zone, x in zip(picture.zones, grid.zones, strict=True):
        lost = "lost" if zone.lost else ""
        name = paragraph(x + PAD, y + 20, zone.name, "title", grid.zone_width - 2 * PAD, lost)
        role = paragraph(x + PAD, name[-1].y + 16, zone.role, "note", grid.zone_width - 2 * PAD, "muted")
        shapes += [*name, *role]
        end = max(end, role[-1].y + 10)
    return shapes, end


def zone_frames(picture: Picture, grid: Grid, top: int, bottom: int) -> list[Shape]:
    """Draw the zones' columns."""
    return [
        Box(x, top, grid.zone_width, bottom - top, "zone lost" if zone.lost else "zone", 8)
        for zone, x in zip(picture.zones, grid.zones, strict=True)
    ]


def below(picture: Picture, grid: Grid, y: int) -> tuple[list[Shape], int]:
    """Draw the backup repository and the recovery region below the region; give them with where they end."""
    if not picture.repository and not picture.recovery:
        return [], y
    shapes: list[Shape] = []
    y += BELOW
    x, end = MARGIN, y
    if picture.repository:
        repository, end = outside(x, y, _OUTSIDE, picture.repository, "store")
        shapes.append(repository)
        x += _OUTSIDE
    if picture.recovery:
        link = picture.recovery.link
        gap = FONTS["label"].width(link) + 40 if picture.repository else 0
        width = grid.width - MARGIN - x - gap
        recovery, bottom = outside(x + gap, y, width, picture.recovery, "recovery")
        shapes.append(recovery)
        if picture.repository:
            line = Line(((x, y + 26), (x + gap, y + 26)), "data", head=True)
            label = Text(x + gap // 2, y + 21, link, "label", "muted", "middle")
            shapes.append(Group(picture.recovery.why, (line, label)))
        end = max(end, bottom)
    return shapes, end
