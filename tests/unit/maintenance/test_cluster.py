"""cluster status: all stores on one screen, and never better than they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from oro_maintenance.configuration import Service
from oro_maintenance.main import main
from oro_maintenance.quorum import cost, spare

from tests.unit.maintenance.golden import same
from tests.unit.maintenance.states import all_well, ill, part, probes

if TYPE_CHECKING:
    from tests.unit.maintenance.fleet import Fleet


@pytest.mark.parametrize(
    ("model", "working", "total", "left"),
    [
        ("majority", 3, 3, 1),
        ("majority", 2, 3, 0),
        ("majority", 1, 3, -1),
        ("majority", 5, 5, 2),
        ("majority", 1, 1, 0),
        ("leader", 2, 2, 1),
        ("any", 0, 2, -1),
        ("every", 3, 3, 0),
    ],
)
def test_how_many_more_may_be_lost(model: str, working: int, total: int, left: int) -> None:
    service = Service("", "", model, "no page works", [], [], False, False, True, False, False)
    assert spare(service, working, total) == left
    state = {"may_lose": left, "working": ["a"] * working, "total": total, "faults": []}
    assert bool(cost("x", service, state)) == (left < 1 and model != "every")


@pytest.mark.parametrize("form", ["text", "json"])
def test_all_is_well(fleet: Fleet, capsys: pytest.CaptureFixture[str], update: bool, form: str) -> None:
    all_well(fleet)
    assert main(["cluster", "status", "--format", form]) == 0
    same(f"cluster-well.{'txt' if form == 'text' else 'json'}", capsys.readouterr().out, update=update)


def test_what_is_wrong_is_seen(fleet: Fleet, capsys: pytest.CaptureFixture[str], update: bool) -> None:
    all_well(fleet)
    ill(fleet, "witness1", "coordination")
    found = probes("database2")
    found["database"]["parts"] = [part("leader", position=6_000_000, unit="bytes")]
    found["queue"] = {"parts": [], "fault": "`rabbitmqctl` exited with 69"}
    fleet.answers["database2", "probe"] = [{"result": found}]
    assert main(["cluster", "status"]) == 1
    same("cluster-ill.txt", capsys.readouterr().out, update=update)


def test_a_silent_node_is_a_lost_member(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    all_well(fleet)
    fleet.silence("database1")
    assert main(["cluster", "status", "--format", "json"]) == 1
    services = {found["service"]: found for found in json.loads(capsys.readouterr().out)["services"]}
    assert services["database"]["leaders"] == {"": []}
    assert "nobody leads" in services["database"]["faults"]
    assert (services["coordination"]["may_lose"], services["coordination"]["working"]) == (
        0,
        ["database2", "witness1"],
    )
