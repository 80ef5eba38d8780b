from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.drills import messages
from orogen.drills.loss import Course
from orogen.drills.parts import each, handed_over, lost, nothing, shop_without, two_clients
from orogen.survival.matrix import matrix
from tests.unit.drills.conftest import PLAN
from tests.unit.drills.samples import ledger, write

if TYPE_CHECKING:
    from orogen.drills.ground import Ground

ROWS = {row.loss.name: row for row in matrix(PLAN)}


@pytest.mark.parametrize(("service", "node"), [("database", "database1"), ("cache", "cache2"), ("queue", "queue3")])
def test_the_loss_of_a_node_is_expected_as_survive_has_it(service: str, node: str) -> None:
    outcome = ROWS[node].services[service]
    found = lost(service)(PLAN, (node,))
    assert (found.expected, found.worst) == (outcome.seconds, outcome.worst)


def test_so_is_the_loss_of_a_zone_for_the_shop() -> None:
    zone = PLAN.environment.location.zones[0]
    outcome = ROWS[zone].shop
    found = shop_without(PLAN, tuple(node.name for node in PLAN.nodes if node.zone == zone))
    assert (found.expected, found.worst) == (outcome.seconds, outcome.worst)


def test_who_gives_way_need_not_be_missed_first() -> None:
    gone, given = lost("database")(PLAN, ("database1",)), handed_over("database")(PLAN, ("database1",))
    assert 0 < given.expected < gone.expected
    assert given.worst < gone.worst
    assert nothing(PLAN, ("database1",)).worst == 0


def test_clients_stand_where_nothing_breaks(ground: Ground) -> None:
    nodes = ground.nodes("application")
    tasks = two_clients(ground, "run", nodes[:1])
    assert nodes[0] not in {task.node for task in tasks}
    assert {task.mode for task in tasks} == {"kept", "fresh"}
    assert len({task.run for task in tasks}) == 2


def test_visitors_enter_on_every_web_node(ground: Ground) -> None:
    tasks = each("web")(ground, "run", ("web1",))
    assert [task.node for task in tasks] == ["web1", "web2"]


@pytest.mark.parametrize(
    ("came", "wrong"),
    [
        ([(112.0, 1), (113.0, 2)], []),
        ([(112.0, 1)], ["of it not there until the relay was back"]),
        ([(112.0, 1), (165.0, 2)], ["of it not there until the relay was back", "longest way, in seconds"]),
        ([(112.0, 1), (150.0, 2)], ["longest way, in seconds"]),
    ],
)
def test_mail_goes_by_the_next_relay_while_the_first_is_silent(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, came: list[tuple[float, int]], wrong: list[str]
) -> None:
    monkeypatch.setattr(messages, "arrived", lambda _ground, _run: came)
    course = Course(began=95.0, fault=100.0, mended=160.0)
    one = ledger([write(1, 102.0), write(2, 103.0), write(3, 159.0)], found=[1, 2, 3])
    checks = messages._by_the_next_relay(ground, course, (one,))
    assert [check.what for check in checks if not check.fine] == wrong
