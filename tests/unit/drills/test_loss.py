from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from orogen.drills import loss, workload
from orogen.drills.faults import Fault
from orogen.drills.loss import Losing
from orogen.drills.model import Drill, Expectation, Result
from orogen.drills.workload import NotHereError, Task
from orogen.errors import OrogenError
from tests.unit.drills.samples import ledger, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Entry, Ledger

NOW = 1000.0
TASK = Task("web1", "1")
DRILL = Drill(name="some-drill", service="web", about="something breaks", run=lambda _ground, _drill: None)  # type: ignore[arg-type,return-value]


@dataclass
class Story:
    """What the stand-ins of a workload and a fault did, and what the workload will have written."""

    ledger: Ledger
    told: list[str] = field(default_factory=list)

    def fault(self, *, fails: bool = False) -> Fault:
        def begin(_ground: Ground, nodes: Sequence[str]) -> None:
            self.told.append(f"broken: {', '.join(nodes)}")
            if fails:
                raise OrogenError("it cannot be broken")

        return Fault(
            words="broken", undone="mended", begin=begin, end=lambda _ground, _nodes: self.told.append("mended")
        )


class Worker:
    task = TASK

    def __init__(self, story: Story) -> None:
        self.story = story

    def acknowledged_since(self, _moment: float) -> bool:
        return True

    def end(self) -> None:
        self.story.told.append("worker ended")


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    """Let nothing run and no time pass."""
    story = Story(ledger([write(1, NOW + 1), write(2, NOW + 6)], found=[1, 2]))
    monkeypatch.setattr(loss, "await_health", lambda _ground, _seconds: story.told.append("healthy"))
    monkeypatch.setattr(loss, "sleep", lambda _seconds: None)
    monkeypatch.setattr(loss, "time", lambda: NOW)
    monkeypatch.setattr(workload, "start", lambda *_: Worker(story))
    monkeypatch.setattr(workload, "warm_up", lambda _worker: None)
    monkeypatch.setattr(workload, "ledger", lambda _worker, _found: story.ledger)
    monkeypatch.setattr(workload, "clean", lambda *_: story.told.append("cleaned"))
    return story


def losing(story: Story, *, worst: float = 10) -> Losing:
    return Losing(
        workload="database",
        fault=story.fault(),
        victims=lambda _ground: ("database1",),
        expectation=lambda _plan, _nodes: Expectation(worst / 2, worst),
        tasks=lambda _ground, _run, _victims: (TASK,),
        found=lambda *_: story.ledger.found,
    )


def run(ground: Ground, what: Losing) -> Result:
    return loss.run(ground, DRILL, what)


def with_entries(story: Story, entries: Sequence[Entry], found: Sequence[int]) -> None:
    story.ledger = ledger(entries, found)


def test_it_breaks_mends_waits_for_health_and_leaves_nothing(ground: Ground, story: Story) -> None:
    result = run(ground, losing(story))
    assert story.told == ["healthy", "broken: database1", "mended", "healthy", "worker ended", "cleaned"]
    assert result.state == "passed"
    assert [event.words for event in result.events] == ["database1: broken", "database1: mended", "healthy"]
    assert result.figures
    assert (result.figures.acknowledged, result.figures.stopped) == (2, 5.0)


@pytest.mark.parametrize(
    ("entries", "found", "wrong"),
    [
        ([write(1, NOW + 1), write(2, NOW + 2)], [1], "acknowledged writes lost"),
        ([write(1, NOW + 1), write(2, NOW + 2)], [1, 2, 2], "writes there twice"),
        ([write(1, NOW + 1), write(2, NOW + 15.2)], [1, 2], "seconds without writes"),
        (
            [write(1, NOW + 1), replace(write(1, NOW + 2), kind="read", outcome="missing")],
            [1],
            "reads that missed a write",
        ),
    ],
)
def test_it_fails_for_what_is_not_as_promised(
    ground: Ground, story: Story, entries: list[Entry], found: list[int], wrong: str
) -> None:
    with_entries(story, entries, found)
    result = run(ground, losing(story))
    assert result.state == "failed"
    assert [check.what for check in result.checks if not check.fine] == [wrong]


def test_a_lost_write_is_told_with_its_moment(ground: Ground, story: Story) -> None:
    with_entries(story, [write(1, NOW + 1), write(2, NOW + 2)], [1])
    assert run(ground, losing(story)).notes == ("lost: number 2 of web1, +2.000 s from the fault",)


def test_where_a_second_time_is_allowed_it_is_told_and_no_more(ground: Ground, story: Story) -> None:
    with_entries(story, [write(1, NOW + 1)], [1, 1])
    result = run(ground, replace(losing(story), twice=False))
    assert result.state == "passed"
    assert result.figures
    assert result.figures.duplicated == 1


def test_the_own_worker_of_a_lost_node_counts_for_nothing_but_its_writes(ground: Ground, story: Story) -> None:
    with_entries(story, [write(1, NOW + 1), write(2, NOW + 99)], [1])
    result = run(ground, replace(losing(story), victims=lambda _ground: ("web1",)))
    assert [check.what for check in result.checks if not check.fine] == ["acknowledged writes lost"]


def test_the_objective_of_the_spec_is_checked_where_there_is_one(ground: Ground, story: Story) -> None:
    environment = ground.plan.environment
    objectives = replace(environment.objectives, rto=3)
    strict = replace(ground, plan=replace(ground.plan, environment=replace(environment, objectives=objectives)))
    result = run(strict, losing(story))
    assert [check.what for check in result.checks if not check.fine] == ["the objective `rto`"]


def test_what_cannot_be_broken_is_mended_all_the_same(ground: Ground, story: Story) -> None:
    with pytest.raises(OrogenError, match="cannot be broken"):
        run(ground, replace(losing(story), fault=story.fault(fails=True)))
    assert story.told == ["healthy", "broken: database1", "mended", "worker ended"]


def test_a_workload_that_is_not_here_is_no_failure(
    ground: Ground, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_here(_worker: object) -> None:
        raise NotHereError("no MongoDB package")

    monkeypatch.setattr(workload, "warm_up", not_here)
    result = run(ground, losing(story))
    assert (result.state, result.reason) == ("not run", "no MongoDB package")
    assert "broken: database1" not in story.told
