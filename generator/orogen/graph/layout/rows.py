"""The rows of the grid: each band with its headings and its cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.graph.layout.grid import CARD_GAP, CARD_PAD, PAD, PITCH, fits_one_line, pill_width, type_width
from orogen.graph.layout.shapes import FONTS, Box, Group, Shape, Text, line_height, paragraph

if TYPE_CHECKING:
    from orogen.graph.layout.grid import Grid
    from orogen.graph.picture import Band, Entry, Machine

_CHIP = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A node in its place; `row` counts the cards above it in its zone."""

    machine: Machine
    row: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A band in its place. `lines` gives the height of each service's line; it runs through the cards of row 0."""

    band: Band
    y: int
    height: int
    head: int
    lines: dict[str, int]
    cards: tuple[Card, ...]

    def line(self, service: str, card: Card) -> int:
        """Give the height of a service's line in a card."""
        return self.lines[service] + card.y - self.cards[0].y


def place(grid: Grid, band: Band, y: int) -> Row:
    """Give a band its place below `y`."""
    head = max(_types_height(grid, band), *(_head_height(grid, machine) for machine in band.machines))
    first = y + PAD
    card_height = head + len(band.entries) * PITCH + CARD_PAD
    cards: list[Card] = []
    taken: dict[int, int] = {}
    for machine in band.machines:
        row, column = divmod(taken.get(machine.zone, 0), grid.columns)
        taken[machine.zone] = taken.get(machine.zone, 0) + 1
        shown = max((index + 1 for index, e in enumerate(band.entries) if e.service in machine.services), default=0)
        cards.append(
            Card(
                machine=machine,
                row=row,
                x=grid.card_x(machine.zone, column),
                y=first + row * (card_height + CARD_GAP),
                height=head + shown * PITCH + CARD_PAD,
            )
        )
    rows = max(card.row for card in cards) + 1
    return Row(
        band=band,
        y=y,
        height=rows * (card_height + CARD_GAP) - CARD_GAP + 2 * PAD,
        head=head,
        lines={entry.service: first + head + index * PITCH + PITCH // 2 for index, entry in enumerate(band.entries)},
        cards=tuple(cards),
    )


def _types_height(grid: Grid, band: Band) -> int:
    return sum(len(_type_lines(grid, name, size)) * line_height("title") for name, size in band.types) + 6


def _type_lines(grid: Grid, name: str, size: str) -> list[tuple[str, str]]:
    """Give a type's name and the size of its nodes: in one line if they fit, each wrapped if not."""
    width = grid.heading_width - 2 * PAD
    if type_width(name, size) <= width:
        return [(name, size)]
    names = [(line, "") for line in FONTS["title"].wrap(name, width)]
    return [*names, *(("", line) for line in FONTS["note"].wrap(size, width))]


def _head_height(grid: Grid, machine: Machine) -> int:
    names = len(FONTS["name"].wrap(machine.name, grid.inside))
    below = 0 if fits_one_line(machine, grid.inside) else line_height("address")
    return CARD_PAD + names * line_height("name") + below + 4


def heading(grid: Grid, row: Row) -> list[Shape]:
    """Draw the left part of a band: its types and an entry for each service."""
    x = grid.heading + PAD
    y = row.y + PAD + 15
    shapes: list[Shape] = [
        Box(grid.heading, row.y, grid.right - grid.heading, row.height, f"band {row.band.row.lower()}", 8),
        Box(grid.heading, row.y + 8, 3, row.height - 16, f"accent {row.band.row.lower()}", 1),
    ]
    for name, size in row.band.types:
        for title, rest in _type_lines(grid, name, size):
            if title:
                shapes.append(Text(x, y, title, "title"))
            if rest:
                beside = (grid.heading + grid.heading_width - PAD, "end") if title else (x, "start")
                shapes.append(Text(beside[0], y, rest, "note", "muted", beside[1]))
            y += line_height("title")
    return [*shapes, *(_entry(grid, entry, row.lines[entry.service]) for entry in row.band.entries)]


def _entry(grid: Grid, entry: Entry, middle: int) -> Group:
    x = grid.heading + PAD
    shapes: list[Shape] = [
        Text(x, middle - 3, entry.title, "body"),
        *paragraph(x, middle + 11, entry.note, "note", grid.heading_width - 2 * PAD, "muted"),
    ]
    right = grid.heading + grid.heading_width - PAD
    if entry.fate:
        shapes.append(_pill(right, middle - 14, entry.fate.label, entry.fate.why, entry.fate.state.replace(" ", "-")))
    elif entry.backup:
        shapes.append(_pill(right, middle - 14, "backed up", entry.backup, "backup"))
    return Group(entry.why, tuple(shapes))


def _pill(right: int, y: int, text: str, why: str, style: str) -> Group:
    width = pill_width(text)
    box = Box(right - width, y, width, 15, f"pill {style}", 7)
    return Group(why, (box, Text(right - width // 2, y + 11, text, "tag", style, "middle")))


def card(grid: Grid, row: Row, placed: Card) -> Group:
    """Draw a node: its name, its address, its services."""
    machine = placed.machine
    x = placed.x + CARD_PAD
    y = placed.y + CARD_PAD + 12
    lost = "lost" if machine.lost else ""
    shapes: list[Shape] = [Box(placed.x, placed.y, grid.card_width, placed.height, f"card {lost}".strip())]
    names = paragraph(x, y, machine.name, "name", grid.inside, lost)
    shapes += names
    if fits_one_line(machine, grid.inside):
        shapes.append(Text(x + grid.inside, y, machine.address, "address", lost or "muted", "end"))
    else:
        below = names[-1].y + line_height("address") + 1
        shapes.append(Text(x, below, machine.address, "address", lost or "muted"))
    entries = {entry.service: entry for entry in row.band.entries}
    for service in machine.services:
        middle = row.line(service, placed)
        entry = entries[service]
        style = lost or (entry.fate.state.replace(" ", "-") if entry.fate else entry.row.lower())
        shapes.append(Box(x, middle - _CHIP // 2, grid.inside, _CHIP, f"chip {style}", 4))
        shapes.append(Text(x + 8, middle + 4, service, "small", lost))
    return Group(f"{machine.about}\nlost" if machine.lost else machine.about, tuple(shapes))
