"""The columns of the picture: lanes for the lines, the services' headings, and a column for each zone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.graph.layout.shapes import FONTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.graph.picture import Band, Entry, Machine, Picture

MARGIN = 32
PAD = 10
CARD_PAD = 8
PITCH = 34
CARD_GAP = 14
ZONE_GAP = 20
LEAST_WIDTH = 760

# Names longer than this are wrapped.
_MOST_INSIDE = 216
_LEAST_INSIDE = 104
_MOST_COLUMNS = 6
_LEAST_HEADING = 220
_MOST_HEADING = 320
_BESIDE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where the columns stand. `outer` and `bus` are the lanes left of the headings, `right` is where bands end.

    `lanes` gives a lane on the right to each service whose members stand in several bands.
    """

    columns: int
    outer: int
    bus: int
    heading: int
    heading_width: int
    zones: tuple[int, ...]
    zone_width: int
    card_width: int
    card_gap: int
    right: int
    lanes: dict[str, int]
    frame_right: int
    width: int

    @property
    def inside(self) -> int:
        """Give the width within a card."""
        return self.card_width - 2 * CARD_PAD

    def card_x(self, zone: int, column: int) -> int:
        """Give where a card of a zone begins."""
        return self.zones[zone] + PAD + column * (self.card_width + self.card_gap)


def grids(picture: Picture) -> Iterator[Grid]:
    """Give every grid that is worth a try: from one card beside another in a zone to all of them."""
    per_cell = Counter((index, machine.zone) for index, band in enumerate(picture.bands) for machine in band.machines)
    for columns in range(1, min(_MOST_COLUMNS, max(per_cell.values())) + 1):
        grid = _grid(picture, columns, _inside(picture))
        spare = LEAST_WIDTH - grid.width
        if spare > 0:
            grid = _grid(picture, columns, grid.inside + spare // (columns * len(grid.zones)))
        yield grid


def entries_of(picture: Picture) -> list[Entry]:
    """Give the entries of all bands."""
    return [entry for band in picture.bands for entry in band.entries]


def fits_one_line(machine: Machine, inside: int) -> bool:
    """Say whether a node's name and address stand side by side."""
    width = FONTS["name"].width(machine.name) + _BESIDE + FONTS["address"].width(machine.address)
    return width <= inside


def pill_width(text: str) -> int:
    """Give the width of a pill around a text."""
    return FONTS["tag"].width(text) + 14


def _grid(picture: Picture, columns: int, inside: int) -> Grid:
    entries = entries_of(picture)
    member_label = max((FONTS["label"].width(e.members.label) for e in entries if e.members), default=0)
    between = max(ZONE_GAP, member_label + 12 - 2 * PAD)
    card_gap = max(CARD_GAP, member_label + 12) if len(picture.zones) == 1 else CARD_GAP
    card_width = inside + 2 * CARD_PAD
    zone_width = columns * card_width + (columns - 1) * card_gap + 2 * PAD
    outer = MARGIN + 24
    bus = outer + 22
    links = [link.label for e in entries for link in (e.visitors, e.clients) if link]
    heading = bus + max((FONTS["label"].width(label) for label in links), default=0) + 30
    heading_width = max(_LEAST_HEADING, *map(_entry_width, entries), *_type_widths(picture)) + 2 * PAD
    first = heading + heading_width
    zones = tuple(first + index * (zone_width + between) for index in range(len(picture.zones)))
    right = zones[-1] + zone_width + PAD
    crossing = _in_several(picture.bands)
    stub = max((FONTS["label"].width(label) for label in crossing.values()), default=0) + 14
    lanes = {service: right + stub + 14 * index for index, service in enumerate(crossing)}
    frame_right = max([right, *lanes.values()]) + 16
    return Grid(
        columns=columns,
        outer=outer,
        bus=bus,
        heading=heading,
        heading_width=heading_width,
        zones=zones,
        zone_width=zone_width,
        card_width=card_width,
        card_gap=card_gap,
        right=right,
        lanes=lanes,
        frame_right=frame_right,
        width=frame_right + MARGIN,
    )


def _inside(picture: Picture) -> int:
    """Give the width within a card that most names and addresses need, and every service's name."""
    machines = [machine for band in picture.bands for machine in band.machines]
    side_by_side = [
        FONTS["name"].width(m.name) + _BESIDE + FONTS["address"].width(m.address)
        for m in machines
        if fits_one_line(m, _MOST_INSIDE)
    ]
    addresses = [FONTS["address"].width(machine.address) for machine in machines]
    names = [min(FONTS["name"].width(machine.name), _MOST_INSIDE) for machine in machines]
    services = [FONTS["small"].width(service) + 16 for machine in machines for service in machine.services]
    return max(_LEAST_INSIDE, *side_by_side, *addresses, *names, *services)


def type_width(name: str, size: str) -> int:
    """Give the width of a type's name with the size of its nodes beside it."""
    return FONTS["title"].width(name) + _BESIDE + FONTS["note"].width(size)


def _type_widths(picture: Picture) -> list[int]:
    every = [type_width(name, size) for band in picture.bands for name, size in band.types]
    return [width for width in every if width <= _MOST_HEADING]


def _entry_width(entry: Entry) -> int:
    beside = entry.fate.label if entry.fate else "backed up" if entry.backup else ""
    title = FONTS["body"].width(entry.title) + (pill_width(beside) + 10 if beside else 0)
    return max(title, FONTS["note"].width(entry.note))


def _in_several(bands: tuple[Band, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    seen: set[str] = set()
    for entry in (entry for band in bands for entry in band.entries if entry.members):
        if entry.service in seen and entry.members:
            found[entry.service] = entry.members.label
        seen.add(entry.service)
    return found
