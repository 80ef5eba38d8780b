from __future__ import annotations

import pytest

from orogen.drills.once import shared, spans
from tests.unit.drills.samples import write


def test_looks_that_follow_each_other_are_one_span() -> None:
    assert spans([write(1, 10.1), write(2, 10.2), write(3, 20.0)]) == [(10.0, 10.2), (19.9, 20.0)]
    assert spans([]) == []


@pytest.mark.parametrize(
    ("one", "other", "seconds"),
    [
        ([(0, 10)], [(10, 20)], 0),
        ([(0, 10)], [(9, 20)], 1),
        ([(0, 10), (15, 16)], [(9, 20)], 2),
        ([], [(0, 1)], 0),
    ],
)
def test_time_on_two_nodes_at_once(
    one: list[tuple[float, float]], other: list[tuple[float, float]], seconds: float
) -> None:
    assert shared(one, other) == seconds
