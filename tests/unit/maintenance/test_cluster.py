"""cluster status: all stores on one screen, and never better than they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from oro_maintenance.configuration import Service
from oro_maintenance.main import main
from oro_maintenance.quorum import cost, spare

from tests.unit.maintenance.golden import same
from tests.unit.maintenance.states import OFF, all_well, ill, part, probes, state

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


def stopped(fleet: Fleet, name: str, service: str, **stated: Any) -> None:
    found = {**probes(name), service: {"parts": [part("follower", healthy=False, note="inactive")], "fault": ""}}
    fleet.answers[name, "probe"] = [{"result": found}]
    fleet.answers[name, "state"] = [{"result": {**state(name), **stated}}]


def test_what_maintenance_stops_is_not_missed(fleet: Fleet, capsys: pytest.CaptureFixture[str], update: bool) -> None:
    all_well(fleet)
    services = fleet.settings["services"]
    fleet.configure(services={**services, "consumer": {**services["consumer"], "probed": True, "model": "leader"}})
    for name in ("web1", "web2"):
        stopped(fleet, name, "consumer", maintenance={**OFF, "state": "on", "record": {"since": "x"}})
    assert main(["cluster", "status"]) == 0
    same("cluster-maintenance.txt", capsys.readouterr().out, update=update)
    # One that should run and does not is missed all the same.
    stopped(fleet, "web2", "consumer")
    assert main(["cluster", "status"]) == 1
    assert "! web2: inactive" in capsys.readouterr().out


def test_a_drained_member_is_away_and_no_fault(fleet: Fleet, capsys: pytest.CaptureFixture[str], update: bool) -> None:
    all_well(fleet)
    record = {"services": ["database"], "who": "alice", "since": "x", "comment": ""}
    found = {**probes("database2"), "database": {"parts": [], "fault": "Patroni does not answer"}}
    fleet.answers["database2", "probe"] = [{"result": found}]
    fleet.answers["database2", "state"] = [
        {"result": {**state("database2"), "drain": {"drained": True, "record": record}}}
    ]
    assert main(["cluster", "status"]) == 0
    same("cluster-drained.txt", capsys.readouterr().out, update=update)
    # The other one is needed now.
    assert main(["drain", "database1"]) == 1
    assert "database: 1 of 2 work and 1 must" in capsys.readouterr().err


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
