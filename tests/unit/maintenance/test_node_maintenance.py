"""Maintenance on a node: what ran before comes back and nothing else, however often and wherever it was broken off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from orogen_control import hold, maintenance
from orogen_control.commands import CommandError
from orogen_control.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.maintenance.machine import Machine

REQUEST = {
    "who": "alice@maintenance1",
    "since": "2026-11-23T10:15:00Z",
    "comment": "release 6.1.4",
    "until": "2026-11-23T11:15:00Z",
}
OTHER = {**REQUEST, "who": "bob@maintenance2", "comment": "again"}
STOPPED = {"oro-consumers.target", "oro-cron.service"}


def silent(_text: str) -> None:
    pass


def test_it_locks_the_shop_and_stops_what_must_stand_still(machine: Machine) -> None:
    before = machine.running()
    state = maintenance.on(machine.settings, REQUEST, silent)
    assert machine.lock.exists()
    assert before - machine.running() == STOPPED
    assert (state["state"], state["record"]["who"]) == ("on", "alice@maintenance1")


def test_only_what_ran_before_comes_back(machine: Machine) -> None:
    before = machine.running()
    assert "oro-websocket.service" not in before
    maintenance.on(machine.settings, REQUEST, silent)
    assert maintenance.off(machine.settings, silent)["state"] == "off"
    assert machine.running() == before
    assert not machine.lock.exists()


def test_twice_on_is_once_on_and_remembers_the_first(machine: Machine) -> None:
    before = machine.running()
    maintenance.on(machine.settings, REQUEST, silent)
    machine.calls()
    state = maintenance.on(machine.settings, OTHER, silent)
    assert machine.calls() == []
    assert state["record"]["comment"] == "release 6.1.4"
    maintenance.off(machine.settings, silent)
    assert machine.running() == before


def test_off_without_on_changes_nothing(machine: Machine) -> None:
    assert maintenance.off(machine.settings, silent)["state"] == "off"
    assert machine.calls() == []


def test_on_that_was_broken_off_is_finished_by_the_next(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = machine.running()

    def break_off(*_arguments: object) -> None:
        raise CommandError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("orogen_control.units.control", break_off)
        with pytest.raises(CommandError):
            maintenance.on(machine.settings, REQUEST, silent)
    assert maintenance.state(machine.settings)["state"] == "partly"
    assert maintenance.on(machine.settings, OTHER, silent)["state"] == "on"
    maintenance.off(machine.settings, silent)
    assert machine.running() == before


def test_what_somebody_started_meanwhile_is_stopped_by_the_next_on_and_not_remembered(machine: Machine) -> None:
    maintenance.on(machine.settings, REQUEST, silent)
    machine.change("oro-websocket.service", state="active")
    assert maintenance.state(machine.settings)["state"] == "partly"
    maintenance.on(machine.settings, REQUEST, silent)
    maintenance.off(machine.settings, silent)
    assert "oro-websocket.service" not in machine.running()


def test_a_unit_that_does_not_start_keeps_neither_shop_closed_nor_puppet_away(machine: Machine) -> None:
    maintenance.on(machine.settings, REQUEST, silent)
    machine.change("oro-consumers.target", broken=True)
    with pytest.raises(CommandError, match=r"oro-consumers\.target failed"):
        maintenance.off(machine.settings, silent)
    assert "oro-cron.service" in machine.running()
    assert not machine.lock.exists()
    assert hold.reasons(machine.settings) == []


def test_a_lock_that_somebody_made_by_hand_goes_with_off(machine: Machine) -> None:
    machine.lock.touch()
    assert maintenance.state(machine.settings)["state"] == "partly"
    assert maintenance.off(machine.settings, silent)["state"] == "off"


def test_puppet_is_held_back_with_the_reason(machine: Machine) -> None:
    maintenance.on(machine.settings, REQUEST, silent)
    (reason,) = hold.reasons(machine.settings)
    assert reason == "maintenance since 2026-11-23T10:15:00Z by alice@maintenance1: release 6.1.4"


@pytest.fixture
def agent(machine: Machine) -> Path:
    """Puppet's agent, and the lock by which it is disabled."""
    lock = machine.folder / "puppet/state/agent_disabled.lock"
    machine.program("puppet", f"#!/bin/sh\necho {lock}\n")
    return lock


def test_the_agent_is_disabled_until_the_last_reason_is_gone(machine: Machine, agent: Path) -> None:
    hold.hold(machine.settings, "maintenance", "release")
    hold.hold(machine.settings, "drain", "kernel")
    assert json.loads(agent.read_text()) == {"disabled_message": "release"}
    hold.release(machine.settings, "maintenance")
    assert agent.exists()
    hold.release(machine.settings, "drain")
    assert not agent.exists()


def test_an_agent_that_somebody_disabled_stays_so(machine: Machine, agent: Path) -> None:
    agent.parent.mkdir(parents=True)
    agent.write_text('{"disabled_message": "by hand"}')
    hold.hold(machine.settings, "maintenance", "release")
    hold.release(machine.settings, "maintenance")
    assert "by hand" in agent.read_text()


def test_settings_are_read_as_puppet_writes_them(tmp_path: Path) -> None:
    stated = {
        "members": ["web1"],
        "operations": {"list": {"command": "list", "arguments": {}, "changes": False, "seconds": 5}},
    }  # fmt: skip
    written = {
        "token": "t", "node": "web1", "address": "10.0.0.1", "controllers": [], "authority": "a", "certificate": "c",
        "private_key": "k", "state": str(tmp_path), "services": {"queue": stated},
    }  # fmt: skip
    (tmp_path / "control.json").write_text(json.dumps(written))
    found = load(tmp_path / "control.json")
    assert found.services["queue"].operations["list"].seconds == 5
    assert found.state == tmp_path
