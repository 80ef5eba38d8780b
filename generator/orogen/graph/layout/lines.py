"""The lines: from the edge, over the bus to the stores, among the members of a cluster, and to the repository."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from orogen.graph.layout.shapes import FONTS, Group, Line, Shape, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from orogen.graph.layout.grid import Grid
    from orogen.graph.layout.rows import Card, Row
    from orogen.graph.picture import Entry, Link


def _entries(rows: Sequence[Row]) -> Iterator[tuple[Row, Entry, int]]:
    for row in rows:
        for entry in row.band.entries:
            yield row, entry, row.lines[entry.service]


def edge(grid: Grid, rows: Sequence[Row], start: int) -> list[Group]:
    """Lead from the edge, which ends at `start`, to every service that takes visitors."""
    return [
        _labelled(grid, entry.visitors, y, Line(((grid.outer, start), (grid.outer, y), (grid.heading, y)), "to", True))
        for _, entry, y in _entries(rows)
        if entry.visitors
    ]


def _labelled(grid: Grid, link: Link, y: int, line: Line) -> Group:
    return Group(link.why, (line, Text(grid.bus + 10, y - 5, link.label, "label", "muted")))


def bus(grid: Grid, rows: Sequence[Row]) -> list[Group]:
    """Lead from all clients to the live member of each cluster, over one line that they share."""
    reached = [(entry.clients, y) for _, entry, y in _entries(rows) if entry.clients]
    calling = [y for _, entry, y in _entries(rows) if entry.calls and not entry.clients]
    if not reached or not calling:
        return []
    heights = [*calling, *(y for _, y in reached)]
    shared = Line(((grid.bus, min(heights)), (grid.bus, max(heights))), "to")
    return [
        Group("from the services marked with a point to the live member of each cluster", (shared,)),
        *(Group("a client of the clusters", (_stub(grid, y),)) for y in calling),
        *(_labelled(grid, link, y, Line(((grid.bus, y), (grid.heading, y)), "to", True)) for link, y in reached),
    ]


def _stub(grid: Grid, y: int) -> Line:
    return Line(((grid.heading, y), (grid.bus, y)), "to", dot=True)


def repository(grid: Grid, rows: Sequence[Row], end: int) -> list[Group]:
    """Lead from the services that write backup sets down to the repository, which begins at `end`."""
    lines = [
        Line(((grid.heading, y + 9), (grid.outer, y + 9), (grid.outer, end)), "data", True)
        for _, entry, y in _entries(rows)
        if entry.repository
    ]
    return [Group("writes the backup sets", (line,)) for line in lines]


def members(grid: Grid, rows: Sequence[Row]) -> list[Group]:
    """Join the members of each cluster, from card to card and over the lanes on the right from band to band."""
    within = (_among(grid, row, entry, entry.members) for row, entry, _ in _entries(rows) if entry.members)
    groups = [group for group in within if group.shapes]
    for service, x in grid.lanes.items():
        across = [(entry.members, y) for _, entry, y in _entries(rows) if entry.service == service and entry.members]
        heights = [y for _, y in across]
        link = across[0][0]
        shapes: list[Shape] = [
            Line(((x, min(heights)), (x, max(heights))), "members"),
            *(Line(((grid.right, y), (x, y)), "members") for y in heights),
            Text(grid.right + 6, min(heights) - 5, link.label, "label", "muted"),
        ]
        groups.append(Group(link.why, tuple(shapes)))
    return groups


def _among(grid: Grid, row: Row, entry: Entry, link: Link) -> Group:
    cards = [card for card in row.cards if entry.service in card.machine.services]
    shapes: list[Line | Text] = []
    needed = FONTS["label"].width(link.label) + 8
    labelled = False
    for left, right in _neighbours(cards):
        y = row.line(entry.service, left)
        start = left.x + grid.card_width
        shapes.append(Line(((start, y), (right.x, y)), "members"))
        if not labelled and right.x - start >= needed:
            shapes.append(Text((start + right.x) // 2, y - 5, link.label, "label", "muted", "middle"))
            labelled = True
    x = 16 + 10 * row.band.entries.index(entry)
    for upper, lower in _stacked(cards):
        shapes.append(Line(((upper.x + x, upper.y + upper.height), (upper.x + x, lower.y)), "members"))
    return Group(link.why, tuple(shapes))


def _neighbours(cards: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    """Give each two cards that stand beside each other, both still there."""
    for number in range(max((card.row for card in cards), default=-1) + 1):
        beside = sorted((card for card in cards if card.row == number), key=lambda card: card.x)
        yield from (pair for pair in pairwise(beside) if _alive(pair))


def _stacked(cards: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    """Give each two cards of which one stands below the other at the left of its zone, both still there."""
    for zone in sorted({card.machine.zone for card in cards}):
        left = min(card.x for card in cards if card.machine.zone == zone)
        column = [card for card in cards if card.x == left]
        yield from (pair for pair in pairwise(column) if _alive(pair))


def _alive(pair: tuple[Card, Card]) -> bool:
    return not any(card.machine.lost for card in pair)
