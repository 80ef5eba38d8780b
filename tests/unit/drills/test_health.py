from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.drills import health
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.drills.ground import Ground
    from tests.unit.boxes.stand_in import StandIn


def test_boxes_and_clusters_that_answer_well_are_healthy(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*is-system-running", "running\n")
    assert health.amiss(ground) == []
    asked = " ".join(str(call) for call in stand_in.calls)
    assert all(word in asked for word in ("patronictl", "orogen-etcdctl", "CKQUORUM", "rabbitmqctl", "_cluster/health"))


def test_a_box_that_does_not_run_is_named_and_its_clusters_are_not_asked(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("exec queue1.*is-system-running", code=125)
    stand_in.answers("*is-system-running", "running\n")
    assert health.amiss(ground) == ["queue1: stopped"]
    assert "rabbitmqctl" not in " ".join(str(call) for call in stand_in.calls)


def test_a_unit_that_failed_is_named(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("exec database1.*list-units*", "patroni.service loaded failed failed\ndegraded\n")
    stand_in.answers("*is-system-running", "running\n")
    assert health.amiss(ground) == ["database1: patroni.service"]


@pytest.mark.parametrize(("trigger", "healthy"), [("orogen-files-metrics.timer", True), ("", False)])
def test_a_unit_that_a_timer_starts_again_and_again_holds_up_nobody(
    ground: Ground, stand_in: StandIn, trigger: str, healthy: bool
) -> None:
    stand_in.answers("exec files1.*list-units*", "some.service loaded activating start\nstarting\n")
    stand_in.answers("*is-system-running", "running\n")
    stand_in.answers("exec files1.*TriggeredBy*some.service", f"TriggeredBy={trigger}\n")
    assert (health.amiss(ground) == []) is healthy


def test_a_cluster_says_what_it_misses(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*is-system-running", "running\n")
    stand_in.answers("exec search1.*_cluster/health*", "yellow 2 members\n", code=1)
    with pytest.raises(OrogenError, match="search on search1: yellow 2 members"):
        health.await_health(ground, 0)
