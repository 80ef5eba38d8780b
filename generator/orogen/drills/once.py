"""Drills of what runs on one node at a time: it is never gone for long, and never there twice."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from orogen.drills import faults, leaders
from orogen.drills.loss import Losing
from orogen.drills.model import Check
from orogen.drills.parts import drill, lost, one
from orogen.drills.workload import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.drills.faults import Fault
    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Entry, Ledger
    from orogen.drills.loss import Course
    from orogen.drills.model import Drill
    from orogen.drills.workload import Worker

# The watcher looks ten times a second; two looks that lie further apart have nothing between them.
_TOGETHER = 1.0
Span = tuple[float, float]


def _watched(name: str, service: str, about: str, fault: Fault, hold: float) -> Drill:
    losing = Losing(
        workload="once",
        fault=fault,
        victims=one(leaders.active(service)),
        expectation=lost(service),
        tasks=lambda ground, _run, _victims: tuple(Task(node, service) for node in ground.nodes(service)),
        hold=hold,
        together=True,
        found=_all_of_it,
        judged=_never_twice,
    )
    return drill(name, service, about, losing)


def _all_of_it(_ground: Ground, _losing: Losing, task: Task, workers: tuple[Worker, ...]) -> Counter[int]:
    """Nothing is written, so nothing can be lost."""
    return Counter(entry.number for worker in workers if worker.task == task for entry in worker.entries)


def _never_twice(_ground: Ground, _course: Course, ledgers: tuple[Ledger, ...]) -> Iterator[Check]:
    seconds = sum(shared(spans(one.acknowledged), spans(other.acknowledged)) for one, other in combinations(ledgers, 2))
    yield Check("seconds on two nodes at once", f"{seconds:.1f}", "0", seconds == 0)


def spans(entries: Iterable[Entry]) -> list[Span]:
    """Give the times in which something was seen, from the looks that saw it."""
    found: list[Span] = []
    for entry in entries:
        if found and entry.began - found[-1][1] < _TOGETHER:
            found[-1] = (found[-1][0], entry.ended)
        else:
            found.append((entry.began, entry.ended))
    return found


def shared(some: list[Span], others: list[Span]) -> float:
    """Give the seconds that lie in times of both."""
    return sum(max(0.0, min(one[1], other[1]) - max(one[0], other[0])) for one in some for other in others)


DRILLS = (
    _watched(
        "websocket-node-lost",
        "websocket",
        "the machine of the active websocket server loses its power",
        faults.KILLED,
        15.0,
    ),
    _watched(
        "websocket-keeper-frozen",
        "websocket",
        "the process that holds the lease of the websocket server is halted",
        faults.halted("oro-websocket"),
        30.0,
    ),
    _watched("cron-node-lost", "cron", "the machine that runs cron loses its power", faults.KILLED, 15.0),
    _watched(
        "cron-keeper-frozen",
        "cron",
        "the process that holds cron's lease is halted",
        faults.halted("oro-cron"),
        30.0,
    ),
)
