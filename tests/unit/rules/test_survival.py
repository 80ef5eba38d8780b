"""ORO4xx: what the loss of a node or a zone must not stop."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

MAINTENANCE = "maintenance: {count: 1, services: [maintenance, backup, monitoring]}"
SEARCHES_TOO = "maintenance: {count: 1, services: [maintenance, backup, search], zones: »[europe-west1-b]}"

CASES = [
    Broken(
        "ORO401",
        "`queue` has 4 voters, which survive no more losses than 3",
        standard(("queue: {count: 3", "queue: {count: »4")),
    ),
    Broken(
        "ORO401",
        "`files` has 4 voters",
        standard((MAINTENANCE, "maintenance: {count: »1, services: [maintenance, backup, monitoring, files]}")),
    ),
    Broken(
        "ORO403",
        "2 of 3 voters of `search` stand in zone `europe-west1-b`",
        standard(("search: {count: 3", "search: {count: 2"), (MAINTENANCE, SEARCHES_TOO)),
    ),
    Broken(
        "ORO403",
        "3 of 5 voters of `search` stand in zone `europe-west1-b`",
        standard(("search: {count: 3", "search: {count: 4"), (MAINTENANCE, SEARCHES_TOO)),
    ),
    Broken(
        "ORO403",
        "1 of 1 voters of `search` stands in zone",
        standard(("search: {count: 3", "search: {count: »1")),
    ),
]

RIGHT = [
    standard(("queue: {count: 3", "queue: {count: 5")),
    standard(("type: production", "type: testing"), ("files: {count: 3", "files: {count: 1")),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []
