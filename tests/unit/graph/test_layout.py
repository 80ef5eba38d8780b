"""What must hold of every drawing: nothing is cut, nothing covers anything else."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.graph.compose import compose
from orogen.graph.layout.drawing import draw
from orogen.graph.layout.shapes import Area, Box, Drawing, Group, Line, Shape, Text, flat
from orogen.plan.build import plan
from tests.samples import node_type, production
from tests.unit.graph.environments import environments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.spec.environment import Environment

# Boxes of one kind never cover each other, whatever they stand in.
_KINDS = ("card", "chip", "band", "zone", "outside", "pill")


# What stays empty at every side of the page.
_MARGIN = 24


def overlapping(areas: Iterable[tuple[str, Area]]) -> list[tuple[str, str]]:
    """Give what covers something else, by going down the page: only what begins before the other ends is compared."""
    found = []
    open_areas: list[tuple[str, Area]] = []
    for name, area in sorted(areas, key=lambda one: one[1].top):
        open_areas = [one for one in open_areas if one[1].bottom > area.top]
        found += [(name, other) for other, taken in open_areas if area.overlaps(taken)]
        open_areas.append((name, area))
    return found


def boxes(drawing: Drawing, kind: str) -> list[tuple[str, Area]]:
    return [(str(part), part.area) for part in drawing.parts if isinstance(part, Box) and part.style.split()[0] == kind]


def texts(drawing: Drawing) -> list[tuple[str, Area]]:
    return [(part.text, part.area) for part in drawing.parts if isinstance(part, Text)]


def segments(drawing: Drawing) -> Iterator[tuple[str, Area]]:
    """Give the straight pieces of all lines, each as thick as a line is drawn."""
    for line in (part for part in drawing.parts if isinstance(part, Line)):
        for (x1, y1), (x2, y2) in zip(line.points, line.points[1:], strict=False):
            yield str(line), Area(min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1)


def framed(shapes: Iterable[Shape]) -> Iterator[tuple[Area, Text]]:
    """Give each text that stands in a box of its own group, with that box."""
    for group in (shape for shape in shapes if isinstance(shape, Group)):
        if isinstance(group.shapes[0], Box):
            yield from ((group.shapes[0].area, part) for part in flat(group.shapes) if isinstance(part, Text))
        yield from framed(group.shapes)


def faults(drawing: Drawing) -> Iterator[object]:
    page = Area(_MARGIN, _MARGIN, drawing.width - _MARGIN, drawing.height - _MARGIN)
    yield from (part for part in drawing.parts if not page.holds(part.area))
    yield from overlapping(texts(drawing))
    for kind in _KINDS:
        yield from overlapping(boxes(drawing, kind))
    yield from (text for area, text in framed(drawing.shapes) if not area.holds(text.area))
    labels = [(p.text, p.area) for p in drawing.parts if isinstance(p, Text) and p.font == "label"]
    yield from ((one, two) for one, two in overlapping([*labels, *boxes(drawing, "card")]))
    solid = [*boxes(drawing, "card"), *boxes(drawing, "outside"), *texts(drawing)]
    for name, segment in segments(drawing):
        yield from ((name, other) for other, area in solid if segment.overlaps(_within(area)))


def _within(area: Area) -> Area:
    """Give the area without its border, which lines end at."""
    return Area(area.left + 2, area.top + 1, area.right - 1, area.bottom - 1)


@settings(max_examples=60)
@given(environment=environments(), flows=st.booleans(), data=st.data())
def test_nothing_is_cut_and_nothing_covers_anything(environment: Environment, flows: bool, data: st.DataObject) -> None:
    laid_out = plan(environment)
    lost = data.draw(st.sampled_from(["", laid_out.nodes[0].zone, laid_out.nodes[-1].name]))
    found = list(faults(draw(compose(laid_out, lost), flows)))
    assert found == []


@pytest.mark.parametrize("count", [1, 2, 20, 99])
def test_many_nodes_of_one_type_become_rows(count: int) -> None:
    environment = production(nodes=(node_type("web", count, "web", "websocket"),))
    drawing = draw(compose(plan(environment)), flows=False)
    assert len(boxes(drawing, "card")) == count
    assert drawing.width < 3000
    assert list(faults(drawing)) == []


def test_every_member_of_a_cluster_is_joined_to_another() -> None:
    """Also where a cluster stands in several bands, and in several rows of one."""
    nodes = (node_type("a", 7, "queue"), node_type("b", 2, "queue"), node_type("c", 3, "search"))
    drawing = draw(compose(plan(production(nodes=nodes))), flows=False)
    ends = [part.area for part in drawing.parts if isinstance(part, Line) and part.style == "members"]
    touched = [Area(end.left - 1, end.top - 1, end.right + 1, end.bottom + 1) for end in ends]
    assert [card for card, area in boxes(drawing, "card") if not any(area.overlaps(end) for end in touched)] == []
    bands = [area for _, area in boxes(drawing, "band")]
    assert [sum(end.right > area.right and end.overlaps(area) for end in touched) for area in bands] == [1, 1, 0]


def test_every_connection_has_its_label() -> None:
    picture = compose(plan(production()))
    links = [link for band in picture.bands for e in band.entries for link in (e.visitors, e.clients, e.members)]
    shown = [part.text for part in draw(picture, flows=False).parts if isinstance(part, Text) and part.font == "label"]
    assert sorted(shown) == sorted([picture.visitors.link, *(link.label for link in links if link)])


def test_equal_pictures_are_equal() -> None:
    first, second = (draw(compose(plan(production())), flows=True) for _ in range(2))
    assert first == second


def test_the_order_of_drawing_hides_no_text() -> None:
    """A box that is painted after a text stands elsewhere."""
    drawing = draw(compose(plan(production()), "europe-west1-b"), flows=True)
    parts = [part for part in drawing.parts if not isinstance(part, Line)]
    hidden = [
        (before, after)
        for before, after in combinations(parts, 2)
        if isinstance(before, Text) and isinstance(after, Box) and before.area.overlaps(after.area)
    ]
    assert hidden == []
