"""Accepted warnings: what may be accepted, what that hides, and what becomes of it."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

REASON = "the machine is only here for a week"
ALONE = ("mail: {count: 2", "mail: {count: 1")

CASES = [
    Broken("ORO211", "there is no rule `ORO999`", standard(accept=f"[{{code: »ORO999, reason: {REASON}}}]")),
    Broken("ORO211", "there is no rule `ORO120`", standard(accept=f"[{{reason: {REASON}, code: »ORO120}}]")),
    Broken(
        "ORO212",
        "`ORO401` (Even number of voters) is an error",
        standard(accept=f"[{{code: »ORO401, reason: {REASON}}}]"),
    ),
    Broken(
        "ORO899",
        "`ORO409` (Nobody takes over) is not found here any more",
        standard(accept=f"[{{code: »ORO409, reason: {REASON}}}]"),
    ),
    Broken(
        "ORO899",
        "`ORO409` is accepted already",
        standard(ALONE, accept=f"\n  - {{code: ORO409, reason: {REASON}}}\n  - {{code: »ORO409, reason: {REASON}}}\n"),
    ),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_a_wrong_acceptance_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


def test_an_accepted_warning_is_not_shown() -> None:
    assert [found.code for found in findings(standard(ALONE))] == ["ORO409"]
    assert findings(standard(ALONE, accept=f"[{{code: ORO409, reason: {REASON}}}]")) == []


def test_an_accepted_error_stays() -> None:
    text = standard(("queue: {count: 3", "queue: {count: 4"), accept=f"[{{code: ORO401, reason: {REASON}}}]")
    assert [found.code for found in findings(text)] == ["ORO212", "ORO401"]
