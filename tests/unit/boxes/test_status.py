from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes.status import WAITING_BY_DESIGN, State, state_of, status
from tests.unit.boxes.samples import LAYOUT

if TYPE_CHECKING:
    from orogen.boxes.podman import Podman
    from tests.unit.boxes.stand_in import StandIn

FAILED = "nginx.service loaded failed failed A high performance web server\n"
STARTING = "elasticsearch.service loaded activating start start Elasticsearch\n"
BY_DESIGN = (
    f"{WAITING_BY_DESIGN[0]} loaded activating start start Cloudflare Tunnel\n"
    "user@104.service loaded activating start start User Manager for UID 104\n"
)


@pytest.mark.parametrize(
    ("word", "code", "failed", "activating", "state", "fine"),
    [
        ("running\n", 0, "", "", State(name="web1", state="running", failed=(), waiting=()), True),
        (
            "degraded\n",
            1,
            FAILED,
            "",
            State(name="web1", state="degraded", failed=("nginx.service",), waiting=()),
            False,
        ),
        (
            "starting\n",
            1,
            "",
            STARTING + BY_DESIGN,
            State(name="web1", state="starting", failed=(), waiting=("elasticsearch.service",)),
            False,
        ),
        ("running\n", 0, "", BY_DESIGN, State(name="web1", state="running", failed=(), waiting=()), True),
        ("", 255, "", "", State(name="web1", state="stopped", failed=(), waiting=()), False),
    ],
)
def test_a_box_s_state(
    podman: Podman,
    stand_in: StandIn,
    word: str,
    code: int,
    failed: str,
    activating: str,
    state: State,
    fine: bool,
) -> None:
    stand_in.answers("exec web1.acme.internal *list-units*", failed + activating + word, code=code)
    found = state_of(podman, "web1.acme.internal", "web1")
    assert (found, found.fine) == (state, fine)


def test_every_box_is_told_in_plan_order(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("exec web2.acme.internal *", err="Error: the container is not running\n", code=255)
    stand_in.answers("*is-system-running*", "running\n")
    assert [(each.name, each.state) for each in status(podman, LAYOUT)] == [
        ("web1", "running"),
        ("web2", "stopped"),
        ("database1", "running"),
    ]
