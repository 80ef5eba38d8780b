from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from orogen.drills import session
from orogen.drills.model import Drill, Result
from orogen.errors import OrogenError
from tests.unit.drills.conftest import PLAN
from tests.unit.drills.samples import FAILED, NOT_RUN, PASSED

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.drills.ground import Ground


def drill(name: str, run: Callable[[Ground, Drill], Result]) -> Drill:
    return Drill(name=name, service="web", about="something breaks", run=run)


def never_healthy(_ground: Ground, _drill: Drill) -> Result:
    raise OrogenError("not healthy after 300 s: queue1: stopped")


def test_drills_run_one_after_the_other(ground: Ground) -> None:
    drills = [drill("one", lambda *_: PASSED), drill("two", lambda *_: NOT_RUN)]
    results = list(session.run(ground, drills, lambda _: nullcontext()))
    assert [result.state for result in results] == ["passed", "not run"]
    began = [datetime.fromisoformat(result.at) for result in results]
    assert began == sorted(began)


def test_none_follows_one_that_leaves_the_environment_broken_and_logs_are_kept(ground: Ground) -> None:
    drills = [drill("one", never_healthy), drill("two", lambda *_: PASSED)]
    (result,) = session.run(ground, drills, lambda _: nullcontext())
    assert result.state == "failed"
    assert "queue1: stopped; no other drill can follow" in result.reason
    kept = ground.folder / "drill-logs" / "one"
    assert str(kept) in result.reason
    assert (kept / "web1.acme-prod.internal" / "journal.log").is_file()


def test_a_report_says_what_it_was_measured_on(ground: Ground) -> None:
    report = session.report(
        ground, [NOT_RUN, FAILED, PASSED, replace(FAILED, state="passed"), replace(PASSED, name="gone")]
    )
    assert (report.environment, report.days, report.failover) == (
        "acme-prod",
        "2026-11-22 to 2026-11-23",
        "normal",
    )
    # As the catalogue has them, each once, and none that there is no more.
    assert [(one.name, one.state) for one in report.results] == [
        (PASSED.name, "passed"),
        (FAILED.name, "passed"),
        (NOT_RUN.name, "not run"),
    ]
    assert report.machine.cpus > 0
    assert report.machine.memory > 0
    assert "cron-node-lost" in report.left_out
    assert PASSED.name not in report.left_out


def test_the_plan_of_the_boxes_has_what_differs_there(ground: Ground) -> None:
    changed = session.plan_of_boxes(PLAN, ground.layout)
    assert changed.environment.location.provider == "static"
    assert [node.name for node in changed.nodes] == [node.name for node in PLAN.nodes]


def test_a_spec_that_has_other_nodes_by_now_is_refused(ground: Ground) -> None:
    with pytest.raises(OrogenError, match="other nodes than the boxes that are up") as caught:
        session.plan_of_boxes(PLAN, replace(ground.layout, boxes=ground.layout.boxes[1:]))
    assert "orogen boxes up acme.yaml" in caught.value.help
