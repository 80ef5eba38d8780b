from __future__ import annotations

from orogen.drills.ledger import entries, longest_stop, merged, per_second
from tests.unit.drills.samples import ledger, write

LINES = [
    "write 1 1763912345.100 1763912345.200 ok\n",
    "read 1 1763912345.200 1763912345.300 missing\n",
    "PHP Warning: something else\n",
    "write 2 1763912345.400 1763912346.400 failed PDOException: server closed the connection\n",
    "take 1 1763912345.400 1763912346.400 ok delivered again\n",
    "write 3 1763912345.4",
]


def test_lines_of_a_worker_become_entries_and_others_are_left_out() -> None:
    found = entries(LINES)
    assert [(entry.kind, entry.number, entry.outcome) for entry in found] == [
        ("write", 1, "ok"),
        ("read", 1, "missing"),
        ("write", 2, "failed"),
        ("take", 1, "ok"),
    ]
    assert found[2].words == "PDOException: server closed the connection"
    assert found[2].ended - found[2].began == 1.0


def test_a_write_is_lost_only_when_it_was_acknowledged_and_is_not_there() -> None:
    one = ledger([write(1, 1), write(2, 2, "failed"), write(3, 3)], found=[1])
    assert [entry.number for entry in one.lost] == [3]
    assert len(one.refused) == 1
    # What was refused and is there all the same was never promised, and is no mistake.
    assert not ledger([write(1, 1, "failed")], found=[1]).lost


def test_numbers_that_are_there_twice_are_counted_once_each() -> None:
    assert ledger([], found=[1, 1, 1, 2, 3, 3]).duplicated == 2


def test_reads_that_miss_a_write_are_kept() -> None:
    assert len(ledger(entries(LINES), found=[1]).missing) == 1


def test_the_longest_stop_is_between_acknowledged_writes_after_the_fault() -> None:
    writes = [write(1, 0), write(2, 50), write(3, 51), write(4, 60, "failed"), write(5, 71)]
    acknowledged = ledger(writes, found=[]).acknowledged
    assert longest_stop(acknowledged, since=50.5) == 20
    assert longest_stop(acknowledged, since=0) == 50
    assert longest_stop(acknowledged, since=100) == 0


def test_from_the_first_failure_to_the_next_success() -> None:
    one = ledger([write(1, 10, "failed"), write(2, 20, "failed"), write(3, 25), write(4, 30)], found=[])
    assert one.first_failure_to_success(since=5) == 25 - 9.9
    assert one.first_failure_to_success(since=22) is None


def test_workers_that_take_turns_count_as_one() -> None:
    first, second = ledger([write(1, 1), write(2, 9)], found=[]), ledger([write(1, 5)], found=[])
    assert longest_stop(merged([first, second]), since=0) == 4


def test_writes_are_counted_by_the_second() -> None:
    one = ledger([write(1, 10.1), write(2, 10.9), write(3, 12.5), write(4, 11.5, "failed")], found=[])
    assert per_second([one, one], 10, 12.6) == [4, 0, 2]
    assert per_second([one], 10.5, 11) == [1]
    assert per_second([one], 100, 101) == [0, 0]
