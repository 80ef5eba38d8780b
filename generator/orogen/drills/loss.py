"""Drills with a ledger: something breaks under a workload and is mended, and every acknowledged write is there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, sleep, time
from typing import TYPE_CHECKING

from orogen import frozen
from orogen.drills import workload
from orogen.drills.health import await_health
from orogen.drills.ledger import longest_stop, merged, per_second
from orogen.drills.model import Check, Event, Expectation, Figures, Result
from orogen.drills.workload import NotHereError, Task

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from orogen.drills.faults import Fault
    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Ledger
    from orogen.drills.model import Drill
    from orogen.drills.workload import Worker
    from orogen.plan.model import Plan

_BEFORE_SECONDS = 5.0
_AFTER_SECONDS = 5.0
_PAUSE_SECONDS = 0.5
_HEALTH_SECONDS = 300.0
# How much longer than the worst case a drill waits for the first write: it is to measure what came of it.
_PATIENCE = 3
_SHOWN = 5


def read_back(ground: Ground, losing: Losing, task: Task, _workers: tuple[Worker, ...]) -> Counter[int]:
    """Ask the worker's own node what is there of its numbers."""
    return workload.read_back(ground, losing.workload, task)


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Losing:
    """What breaks how, under which workload.

    tasks: the workers, for the run's name and the nodes that will be lost.
    hold: how many seconds the fault lasts at the least; longer, where writes need longer to come back.
    one_try: how many seconds a write that began just before the end of a stop may add to it: its own time limit.
    together: the workers are one writer, whose work goes from node to node.
    found: what is there of a worker's numbers in the end.
    twice: whether a number that is there twice is a mistake; else it is told and no more.
    judged: more checks, of the ledgers or of the environment after it all.
    told: what a reader should know of the nodes, as they are before the fault.
    """

    workload: str
    fault: Fault
    victims: Callable[[Ground], tuple[str, ...]]
    expectation: Callable[[Plan, tuple[str, ...]], Expectation]
    tasks: Callable[[Ground, str, tuple[str, ...]], tuple[Task, ...]]
    hold: float = 15.0
    one_try: float = 4.0
    together: bool = False
    found: Callable[[Ground, Losing, Task, tuple[Worker, ...]], Counter[int]] = read_back
    twice: bool = True
    judged: Callable[[Ground, Course, tuple[Ledger, ...]], Iterable[Check]] = lambda _ground, _course, _ledgers: ()
    told: Callable[[Ground, tuple[str, ...]], Iterable[str]] = lambda _ground, _victims: ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Course:
    """A drill under way. Moments are seconds since 1970, as in the workers' lines."""

    began: float = field(default_factory=time)
    fault: float = 0.0
    mended: float = 0.0
    healthy: float = 0.0
    events: list[Event] = field(default_factory=list)

    def note(self, words: str) -> float:
        """Keep what happens now, and give the moment."""
        moment = time()
        self.events.append(Event(round(moment - self.began, 1), words))
        return moment


def run(ground: Ground, drill: Drill, losing: Losing) -> Result:
    """Run such a drill. Raises OrogenError when the environment is not healthy before it, or does not become so."""
    started = monotonic()
    await_health(ground, _HEALTH_SECONDS)
    try:
        with _working(ground, losing, f"{int(time())}") as workers:
            # Asked again: a queue has its leader from its declaration on.
            victims = losing.victims(ground)
            told = tuple(losing.told(ground, victims))
            course = _course(ground, losing, workers, victims)
    except NotHereError as reason:
        return Result(name=drill.name, about=drill.about, state="not run", reason=str(reason))
    ledgers = _ledgers(ground, losing, workers)
    expectation = losing.expectation(ground.plan, victims)
    figures = _figures(losing, ledgers, course, victims if losing.fault.lost else ())
    checks = (*_checks(ground, losing, figures, expectation), *losing.judged(ground, course, ledgers))
    return Result(
        name=drill.name,
        about=drill.about,
        state="passed" if all(check.fine for check in checks) else "failed",
        nodes=victims,
        seconds=round(monotonic() - started, 1),
        expectation=expectation,
        figures=figures,
        events=tuple(course.events),
        checks=checks,
        notes=(*losing.notes, *told, *_examples(ledgers, course)),
    )


@contextmanager
def _working(ground: Ground, losing: Losing, run_name: str) -> Iterator[tuple[Worker, ...]]:
    workers: list[Worker] = []
    try:
        for task in losing.tasks(ground, run_name, losing.victims(ground)):
            workers.append(workload.start(ground, losing.workload, task))
            workload.warm_up(workers[-1])
        yield tuple(workers)
    finally:
        for worker in workers:
            worker.end()


def _course(ground: Ground, losing: Losing, workers: tuple[Worker, ...], victims: tuple[str, ...]) -> Course:
    """Break and mend, and wait until the environment is healthy again."""
    course = Course()
    sleep(_BEFORE_SECONDS)
    limit = losing.expectation(ground.plan, victims).worst * _PATIENCE + 60
    left = [one for one in workers if one.task.task == "write" and not (losing.fault.lost and one.task.node in victims)]
    course.fault = course.note(f"{', '.join(victims)}: {losing.fault.words}")
    try:
        losing.fault.begin(ground, victims)
        sleep(losing.hold)
        _await_writes(left, time(), limit, enough=any if losing.together else all)
    finally:
        course.mended = course.note(f"{', '.join(victims)}: {losing.fault.undone}") if losing.fault.undone else time()
        losing.fault.end(ground, victims)
    await_health(ground, _HEALTH_SECONDS)
    course.healthy = course.note("healthy")
    sleep(_AFTER_SECONDS)
    return course


def _await_writes(
    workers: Sequence[Worker], since: float, seconds: float, enough: Callable[[Iterable[object]], bool]
) -> None:
    deadline = monotonic() + seconds
    while monotonic() < deadline and not enough(worker.acknowledged_since(since) for worker in workers):
        sleep(_PAUSE_SECONDS)


def _ledgers(ground: Ground, losing: Losing, workers: tuple[Worker, ...]) -> tuple[Ledger, ...]:
    """Read back what is there, and remove it."""
    writers = [worker for worker in workers if worker.task.task == "write"]
    ledgers = tuple(workload.ledger(worker, losing.found(ground, losing, worker.task, workers)) for worker in writers)
    for worker in workers:
        workload.clean(ground, losing.workload, worker.task)
    return ledgers


def _figures(losing: Losing, ledgers: tuple[Ledger, ...], course: Course, lost: tuple[str, ...]) -> Figures:
    last = max((entry.ended for ledger in ledgers for entry in ledger.entries), default=course.began)
    left = [ledger for ledger in ledgers if ledger.node not in lost]
    writers = [merged(ledgers)] if losing.together else [ledger.acknowledged for ledger in left]
    waits = [wait for ledger in left if (wait := ledger.first_failure_to_success(course.fault)) is not None]
    return Figures(
        acknowledged=sum(len(ledger.acknowledged) for ledger in ledgers),
        refused=sum(len(ledger.refused) for ledger in ledgers),
        lost=sum(len(ledger.lost) for ledger in ledgers),
        duplicated=sum(ledger.duplicated for ledger in ledgers),
        missing=sum(len(ledger.missing) for ledger in ledgers),
        stopped=round(max((longest_stop(entries, course.fault) for entries in writers), default=0.0), 1),
        first_failure_to_success=round(max(waits), 1) if waits else None,
        healthy_after=round(course.healthy - course.mended, 1),
        per_second=tuple(per_second(ledgers, course.began, last)),
    )


def _checks(ground: Ground, losing: Losing, figures: Figures, expectation: Expectation) -> Iterator[Check]:
    yield Check(
        "seconds without writes",
        f"{figures.stopped:g}",
        f"{expectation.expected:g}, at worst {expectation.worst:g} and {losing.one_try:g} for a try under way",
        figures.stopped <= expectation.worst + losing.one_try,
    )
    rto = ground.plan.environment.objectives.rto
    if rto is not None:
        yield Check("the objective `rto`", f"{figures.stopped:g} s", f"at most {rto} s", figures.stopped <= rto)
    yield Check("acknowledged writes lost", str(figures.lost), "0", figures.lost == 0)
    yield Check("reads that missed a write", str(figures.missing), "0", figures.missing == 0)
    if losing.twice:
        yield Check("writes there twice", str(figures.duplicated), "0", figures.duplicated == 0)


def _examples(ledgers: tuple[Ledger, ...], course: Course) -> Iterator[str]:
    """Give some of what went wrong, with its moment: where to look in the logs."""
    for ledger in ledgers:
        for words, found in (("lost", ledger.lost), ("missed by a read", ledger.missing)):
            for entry in found[:_SHOWN]:
                moment = f"{entry.ended - course.fault:+.3f} s from the fault"
                yield f"{words}: number {entry.number} of {ledger.node}, {moment}"
