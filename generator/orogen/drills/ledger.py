"""The ledger: every attempt of a workload with its time and its answer, and what follows from all of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

Kind = Literal["write", "read", "take"]
Outcome = Literal["ok", "failed", "missing"]

_LINE = re.compile(r"(write|read|take) (\d+) (\d+\.\d+) (\d+\.\d+) (ok|failed|missing) ?(.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One attempt: its number, when it began and ended (seconds since 1970), what the store answered."""

    kind: Kind
    number: int
    began: float
    ended: float
    outcome: Outcome
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What one worker on a node wrote down, and what is there in the end: `found` counts each number."""

    run: str
    node: str
    entries: tuple[Entry, ...]
    found: Counter[int]

    @property
    def acknowledged(self) -> list[Entry]:
        """Writes that the store said it has."""
        return [entry for entry in self.entries if entry.kind == "write" and entry.outcome == "ok"]

    @property
    def refused(self) -> list[Entry]:
        """Writes that failed, or got no answer in time."""
        return [entry for entry in self.entries if entry.kind == "write" and entry.outcome == "failed"]

    @property
    def missing(self) -> list[Entry]:
        """Reads that did not show what had been acknowledged before."""
        return [entry for entry in self.entries if entry.kind == "read" and entry.outcome == "missing"]

    @property
    def lost(self) -> list[Entry]:
        """Writes that were acknowledged and are not there."""
        return [entry for entry in self.acknowledged if not self.found[entry.number]]

    @property
    def duplicated(self) -> int:
        """How many numbers are there more than once."""
        return sum(count > 1 for count in self.found.values())

    def first_failure_to_success(self, since: float) -> float | None:
        """Give the seconds from the first write that failed after this moment to the next that did not."""
        failed = next((entry for entry in self.refused if entry.ended > since), None)
        if not failed:
            return None
        after = next((entry for entry in self.acknowledged if entry.ended > failed.ended), None)
        return after.ended - failed.began if after else None


def entries(lines: Iterable[str]) -> tuple[Entry, ...]:
    """Read a worker's lines; what is none of its lines is left out, such as a last one that was cut short."""
    found = (_LINE.fullmatch(line.strip()) for line in lines)
    return tuple(
        Entry(
            cast("Kind", match[1]),
            int(match[2]),
            float(match[3]),
            float(match[4]),
            cast("Outcome", match[5]),
            match[6],
        )
        for match in found
        if match
    )


def merged(ledgers: Iterable[Ledger]) -> list[Entry]:
    """Give the acknowledged writes of several workers as those of one."""
    return sorted((entry for ledger in ledgers for entry in ledger.acknowledged), key=lambda entry: entry.ended)


def longest_stop(acknowledged: Sequence[Entry], since: float) -> float:
    """Give the longest time between two acknowledged writes in seconds, of those times that end after a moment."""
    ends = [entry.ended for entry in acknowledged]
    return max((after - before for before, after in pairwise(ends) if after > since), default=0.0)


def per_second(ledgers: Sequence[Ledger], began: float, ended: float) -> list[int]:
    """Count the acknowledged writes of all workers, for each second between these moments."""
    counts = [0] * max(1, int(ended - began) + 1)
    for ledger in ledgers:
        for entry in ledger.acknowledged:
            if began <= entry.ended < began + len(counts):
                counts[int(entry.ended - began)] += 1
    return counts
