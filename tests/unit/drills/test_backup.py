from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from orogen.drills.backup import DRILLS, Made, _quiet, rows_came_back
from orogen.drills.backup_data import Data
from orogen.errors import OrogenError
from orogen.plan.build import plan
from tests.samples import production
from tests.unit.drills.conftest import PLAN
from tests.unit.drills.samples import write

if TYPE_CHECKING:
    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Entry
    from tests.unit.boxes.stand_in import StandIn

# Numbers 1 to 4 end before the set is asked for, 5 comes while it is made, 6 and 7 after it.
ENTRIES = [write(number, float(number)) for number in range(1, 8)]
MADE = Made(name="2026-11-23-100507", asked=4.5, ended=5.5, rows=5)


def judged(found: list[int], entries: list[Entry] | None = None) -> dict[str, tuple[str, bool]]:
    checks = rows_came_back(MADE, entries or ENTRIES, Counter(found))
    return {check.what: (check.measured, check.fine) for check in checks}


def test_what_was_there_when_the_set_was_made_is_there() -> None:
    assert judged([1, 2, 3, 4, 5]) == {
        "rows from before the set": ("4, 0 missing", True),
        "rows of the set": ("5", True),
        "rows that nobody has written": ("0", True),
        "rows written since the set, lost with the return to it": ("2", True),
    }


@pytest.mark.parametrize(
    ("found", "what"),
    [
        ([1, 2, 4, 5, 6], "rows from before the set"),
        ([1, 2, 3, 4, 4, 5], "rows of the set"),
        ([1, 2, 3, 4, 9], "rows that nobody has written"),
        # Then nothing was restored.
        ([1, 2, 3, 4, 5, 6, 7], "rows written since the set, lost with the return to it"),
    ],
)
def test_anything_else_is_told(found: list[int], what: str) -> None:
    assert not judged(found)[what][1]


def test_what_was_refused_need_not_be_there() -> None:
    assert judged([1, 3, 4, 5, 6], [*ENTRIES[:1], write(2, 2.0, "failed"), *ENTRIES[2:]])["rows from before the set"][1]


def test_it_wants_a_node_for_each_of_its_parts() -> None:
    (drill,) = DRILLS
    assert drill.fits(PLAN)
    for service in ("backup", "maintenance"):
        left = [
            replace(node_type, services=tuple(name for name in node_type.services if name != service))
            for node_type in production().nodes
        ]
        assert not drill.fits(plan(replace(production(), nodes=tuple(each for each in left if each.services))))


def test_timers_run_again_whatever_happens(ground: Ground, stand_in: StandIn) -> None:
    with pytest.raises(OrogenError), _quiet(ground):
        raise OrogenError("a step fails")
    first, last = stand_in.calls[0], stand_in.calls[-1]
    assert "systemctl stop orogen-backup.timer" in str(first)
    assert "systemctl start orogen-backup.timer" in str(last)


def test_a_table_that_is_gone_has_no_state(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*psql*", "0\n")
    stand_in.answers("*mongosh*", "two.txt 7000\n")
    assert Data(ground, "database2").state() == "no table; files two.txt 7000"
    assert any("database2" in str(call) and "pg_tables" in call.text for call in stand_in.calls)
