"""A Picture becomes a Drawing: everything in its place, from top to bottom."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from orogen.graph.layout import around, lines, rows, tables
from orogen.graph.layout.grid import MARGIN, grids
from orogen.graph.layout.shapes import Box, Drawing, Shape, Text, paragraph

if TYPE_CHECKING:
    from orogen.graph.layout.grid import Grid
    from orogen.graph.picture import Picture

_PROPORTION = 4 / 3
_BETWEEN_BANDS = 8


def draw(picture: Picture, flows: bool) -> Drawing:
    """Draw with as many cards beside each other in a zone as make the picture a page in landscape."""
    drawings = [_draw(picture, grid, flows=False) for grid in grids(picture)]
    best = min(range(len(drawings)), key=lambda index: _off(drawings[index]))
    return _draw(picture, list(grids(picture))[best], flows) if flows else drawings[best]


def _off(drawing: Drawing) -> float:
    return abs(log(drawing.width / drawing.height / _PROPORTION))


def _draw(picture: Picture, grid: Grid, flows: bool) -> Drawing:
    heading, y = around.titles(picture, grid)
    visitors, edge_end = around.visitors(picture, grid, y)
    legend, legend_end = around.legend(picture, grid, y)
    region = max(edge_end + 28, legend_end + 16)
    inner, placed, region_end = _region(picture, grid, region)
    below, y = around.below(picture, grid, region_end)
    shapes = [
        *heading,
        *legend,
        *inner,
        *lines.edge(grid, placed, edge_end),
        *(lines.repository(grid, placed, region_end + around.BELOW) if picture.repository else ()),
        *visitors,
        *below,
    ]
    for wanted, table in ((picture.fates, tables.outcomes), (flows, tables.flows)):
        if wanted:
            more, y = table(picture, grid.width, y + around.BELOW)
            shapes += more
    return Drawing(
        width=grid.width,
        height=y + MARGIN,
        title=picture.title,
        description=f"{picture.facts}. {picture.region}.",
        shapes=tuple(shapes),
    )


def _region(picture: Picture, grid: Grid, top: int) -> tuple[list[Shape], list[rows.Row], int]:
    """Draw the region; give it with its bands and where it ends."""
    label = paragraph(grid.heading, top + 26, picture.region, "title", grid.frame_right - 16 - grid.heading)
    heads, y = around.zone_heads(picture, grid, label[-1].y + 16)
    zones_top = label[-1].y + 16
    placed: list[rows.Row] = []
    sections: list[Shape] = []
    for band in picture.bands:
        if not placed or placed[-1].band.row != band.row:
            sections.append(Text(grid.heading, y + 20, band.row.upper(), "section", band.row.lower()))
            y += 28
        placed.append(rows.place(grid, band, y))
        y += placed[-1].height + _BETWEEN_BANDS
    end = y + 16
    shapes: list[Shape] = [
        Box(MARGIN, top, grid.frame_right - MARGIN, end - top, "region", 12),
        *label,
        *around.zone_frames(picture, grid, zones_top, y),
        *heads,
        *sections,
    ]
    for row in placed:
        shapes += rows.heading(grid, row)
    shapes += [*lines.bus(grid, placed), *lines.members(grid, placed)]
    for row in placed:
        shapes += [rows.card(grid, row, card) for card in row.cards]
    return shapes, placed, end
