from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest

from orogen.boxes import settle as module
from orogen.boxes.settle import settle
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.boxes.podman import Podman
    from tests.unit.boxes.stand_in import StandIn

STARTING = "elasticsearch.service loaded activating start\n"
NAMES = ["search1.acme.internal", "web1.acme.internal"]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSE_SECONDS", 0.01)


def test_settled_boxes_are_not_waited_for(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("*is-system-running", "running\n")
    settle(podman, NAMES, 0)
    assert all(stand_in.calls_with("exec", name) for name in NAMES)


def test_it_waits_for_what_is_unfinished(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("exec search1*", f"{STARTING}running\n", once=True)
    stand_in.answers("exec web1*", "nginx.service loaded failed failed\ndegraded\n", once=True)
    stand_in.answers("*is-system-running", "running\n")
    settle(podman, NAMES, 30)
    assert len(stand_in.calls_with("exec", "search1.acme.internal")) == 2


@pytest.mark.parametrize("seconds", [0, 0.2])
def test_in_the_end_it_names_what_is_unfinished_and_no_more(podman: Podman, stand_in: StandIn, seconds: float) -> None:
    stand_in.answers("exec search1*", f"nginx.service loaded failed failed\n{STARTING}degraded\n")
    stand_in.answers("*is-system-running", "running\n")
    started = monotonic()
    with pytest.raises(OrogenError) as error:
        settle(podman, NAMES, seconds)
    assert monotonic() - started < 20
    assert str(error.value) == "not settled after 0 s: search1.acme.internal: nginx.service, elasticsearch.service"
    assert "orogen boxes logs" in error.value.help


def test_a_box_that_does_not_run_is_said_to_be_stopped(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("*is-system-running", code=125)
    with pytest.raises(OrogenError, match=r": search1\.acme\.internal: stopped; web1\.acme\.internal: stopped$"):
        settle(podman, NAMES, 0)
