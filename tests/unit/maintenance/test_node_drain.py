"""A node that is drained and brought back, alone and together with maintenance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from orogen_control import drain, handover, hold, maintenance
from orogen_control.commands import CommandError, words
from orogen_control.probes import member

if TYPE_CHECKING:
    from tests.unit.maintenance.machine import Machine

REQUEST = {"who": "alice@maintenance1", "since": "2026-11-23T10:15:00Z", "comment": "kernel"}
MAINTENANCE = {**REQUEST, "until": "2026-11-23T11:15:00Z"}


def silent(_text: str) -> None:
    pass


def test_what_stands_on_a_store_goes_before_it_and_comes_after_it(machine: Machine) -> None:
    before = machine.running()
    drain.drain(machine.settings, REQUEST, silent)
    assert machine.calls() == ["stop nginx", "stop oro-cron.service", "stop oro-consumers.target", "stop store"]
    assert drain.undrain(machine.settings, silent) == {"drained": False, "record": None}
    assert machine.calls() == ["start store", "start oro-consumers.target", "start oro-cron.service", "start nginx"]
    assert machine.running() == before


def test_twice_is_once(machine: Machine) -> None:
    before = machine.running()
    drain.drain(machine.settings, REQUEST, silent)
    machine.calls()
    drain.drain(machine.settings, {**REQUEST, "comment": "again"}, silent)
    assert machine.calls() == []
    drain.undrain(machine.settings, silent)
    drain.undrain(machine.settings, silent)
    assert machine.running() == before


def test_a_drain_that_failed_is_finished_by_the_next(machine: Machine) -> None:
    failing = {**machine.settings.services, "store": replace(machine.settings.services["store"], drain=["false"])}
    before = machine.running()
    with pytest.raises(CommandError, match="`false` exited with 1"):
        drain.drain(replace(machine.settings, services=failing), REQUEST, silent)
    assert drain.state(machine.settings)["drained"]
    drain.drain(machine.settings, REQUEST, silent)
    assert "store.service" not in machine.running()
    drain.undrain(machine.settings, silent)
    assert machine.running() == before


def test_undrain_in_maintenance_leaves_the_consumers_to_its_end(machine: Machine) -> None:
    before = machine.running()
    drain.drain(machine.settings, REQUEST, silent)
    maintenance.on(machine.settings, MAINTENANCE, silent)
    drain.undrain(machine.settings, silent)
    assert machine.running() == before - {"oro-consumers.target", "oro-cron.service"}
    maintenance.off(machine.settings, silent)
    assert machine.running() == before


def test_the_end_of_maintenance_starts_nothing_on_a_drained_node(machine: Machine) -> None:
    before = machine.running()
    maintenance.on(machine.settings, MAINTENANCE, silent)
    drain.drain(machine.settings, REQUEST, silent)
    maintenance.off(machine.settings, silent)
    assert not machine.running() & {"oro-consumers.target", "oro-cron.service", "store.service"}
    drain.undrain(machine.settings, silent)
    assert machine.running() == before


def test_puppet_is_held_back_while_the_node_is_drained(machine: Machine) -> None:
    drain.drain(machine.settings, REQUEST, silent)
    assert hold.reasons(machine.settings) == ["drained since 2026-11-23T10:15:00Z by alice@maintenance1: kernel"]
    drain.undrain(machine.settings, silent)
    assert hold.reasons(machine.settings) == []


def away(machine: Machine) -> None:
    machine.settings.services["store"] = replace(machine.settings.services["store"], probe="store")
    drain.drain(machine.settings, REQUEST, silent)


def test_a_node_is_back_when_its_members_are_well(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    # As Patroni was seen: silent, then known to be down, then in its place.
    seen = iter([CommandError("exited with 1", "Connection refused"), [member("", "follower", healthy=False, others=2)],
                 [member("", "follower", healthy=True, others=2)]])  # fmt: skip

    def probe(*_arguments: object) -> object:
        found = next(seen)
        if isinstance(found, CommandError):
            raise found
        return found

    monkeypatch.setattr(drain, "probe", probe)
    monkeypatch.setattr(drain, "LOOK_EVERY_SECONDS", 0)
    away(machine)
    assert drain.undrain(machine.settings, silent) == {"drained": False, "record": None}
    assert [*seen] == []


def test_a_member_that_stays_unwell_is_a_fault_of_a_node_that_is_back(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "PATIENCE_SECONDS", -1)
    monkeypatch.setattr(drain, "probe", lambda *_: [member("", "follower", healthy=False, others=2, note="stopped")])
    away(machine)
    with pytest.raises(CommandError, match="store runs, but is not well after -1 s: stopped"):
        drain.undrain(machine.settings, silent)
    assert not drain.state(machine.settings)["drained"]
    assert hold.reasons(machine.settings) == []


@pytest.fixture
def leading(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The store leads both of its parts here, until it is told to hand over."""
    leads = ["one", "two"]
    store = replace(
        machine.settings.services["store"], probe="store", handover=["give {part} --to={candidate} --from {node}"]
    )
    machine.settings.services["store"] = store

    def probe(*_arguments: object) -> object:
        role = ("follower", "leader")
        return [member(part, role[part in leads], healthy=True, others=1) for part in ("one", "two")]  # type: ignore[arg-type]

    def perform(line: str, _say: object, values: dict[str, str] | None = None) -> None:
        if values:
            given.append(" ".join(words(line, values)))
            leads.remove(values["part"])

    given: list[str] = []
    monkeypatch.setattr(handover, "probe", probe)
    monkeypatch.setattr(handover, "perform", perform)
    return given


def test_leaders_hand_over_each_of_their_parts_before_they_are_stopped(machine: Machine, leading: list[str]) -> None:
    drain.drain(machine.settings, REQUEST, silent)
    assert leading == ["give one --from web1", "give two --from web1"]
    assert machine.calls()[-1] == "stop store"


def test_one_part_goes_to_who_was_named(machine: Machine, leading: list[str]) -> None:
    handover.give_way(machine.settings, machine.settings.services["store"], silent, "two", "web2")
    assert leading == ["give two --to=web2 --from web1"]


def test_a_leader_that_does_not_let_go_is_a_failure(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    store = replace(machine.settings.services["store"], probe="store", handover=["true"])
    monkeypatch.setattr(handover, "PATIENCE_SECONDS", -1)
    monkeypatch.setattr(handover, "probe", lambda *_: [member("", "leader", healthy=True, others=2)])
    with pytest.raises(CommandError, match="still leads"):
        handover.give_way(machine.settings, store, silent)


def test_the_only_member_keeps_what_it_leads(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    store = replace(machine.settings.services["store"], probe="store", handover=["false"])
    monkeypatch.setattr(handover, "probe", lambda *_: [member("", "leader", healthy=True, others=0)])
    assert handover.give_way(machine.settings, store, silent) == []


def test_who_follows_cannot_be_chosen_where_the_cluster_chooses(machine: Machine) -> None:
    store = replace(machine.settings.services["store"], handover=["give {part}"])
    with pytest.raises(CommandError, match="chooses by itself"):
        handover.give_way(machine.settings, store, silent, candidate="web2")
