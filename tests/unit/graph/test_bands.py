"""What a picture says: it follows from the contracts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from orogen.catalogue import catalogue
from orogen.graph.compose import compose
from orogen.plan.build import plan
from orogen.spec.environment import Edge
from tests.samples import ZONES, node_type, production

if TYPE_CHECKING:
    from orogen.graph.picture import Entry, Picture


def drawn(*nodes: object, **more: object) -> Picture:
    return compose(plan(production(nodes=nodes or production().nodes, **more)))  # type: ignore[arg-type]


def entry(picture: Picture, service: str) -> Entry:
    return next(entry for band in picture.bands for entry in band.entries if entry.service == service)


def rows(picture: Picture) -> list[tuple[str, str]]:
    return [(band.row, " ".join(name for name, _ in band.types)) for band in picture.bands]


@pytest.mark.parametrize("service", catalogue().values(), ids=lambda service: service.name)
def test_what_can_be_selected_is_drawn_and_what_runs_everywhere_is_not(service: object) -> None:
    assert not service.selectable or service.tier != "system"  # type: ignore[attr-defined]
    assert not service.everywhere or service.tier == "system"  # type: ignore[attr-defined]


def test_bands_go_from_the_application_down_to_operations() -> None:
    assert rows(drawn()) == [
        ("Application", "web"),
        ("Application", "job"),
        ("Stores", "database witness"),
        ("Stores", "search"),
        ("Stores", "queue"),
        ("Stores", "cache"),
        ("Stores", "files"),
        ("Stores", "mail"),
        ("Operations", "maintenance"),
    ]


def test_types_share_a_band_only_where_nothing_stands_between_the_members_of_a_cluster() -> None:
    first, second = node_type("a", 2, "queue", "search"), node_type("b", 1, "queue", zones=ZONES[2:])
    assert rows(drawn(first, second)) == [("Stores", "a b")]
    assert rows(drawn(replace(first, zones=ZONES[::2]), replace(second, zones=ZONES[1:2]))) == [
        ("Stores", "a"),
        ("Stores", "b"),
    ]
    assert rows(drawn(first, replace(second, zones=ZONES[:1]))) == [("Stores", "a"), ("Stores", "b")]
    assert rows(drawn(first, replace(second, services=("files",)))) == [("Stores", "a"), ("Stores", "b")]


@pytest.mark.parametrize(
    ("services", "row"),
    [
        (("web", "database", "search", "queue", "files"), "Application"),
        (("mail", "maintenance", "backup", "monitoring"), "Operations"),
        (("consumer", "database", "search"), "Stores"),
    ],
)
def test_a_node_stands_where_most_of_its_services_belong_and_one_with_visitors_on_top(
    services: tuple[str, ...], row: str
) -> None:
    assert drawn(node_type("all", 1, *services)).bands[0].row == row


@pytest.mark.parametrize(
    ("service", "count", "note"),
    [
        ("queue", 1, "1 voter, survives none"),
        ("queue", 3, "3 voters, survives 1"),
        ("queue", 5, "5 voters, survives 2"),
        ("database", 2, "1 of 2 leads, chosen by etcd"),
        ("database", 1, "one node"),
        ("mail", 2, "any of 2 serves"),
        ("maintenance", 2, "2 nodes, each for itself"),
    ],
)
def test_the_quorum_is_noted(service: str, count: int, note: str) -> None:
    assert entry(drawn(node_type("a", count, service)), service).note == note


def test_the_edge_says_how_it_reaches_the_nodes() -> None:
    tunnel, opened = entry(drawn(), "edge").visitors, entry(drawn(edge=Edge(kind="gcp", tunnel=None)), "edge").visitors
    assert tunnel
    assert tunnel.label == "tunnel"
    assert opened
    assert opened.label == "80"


def test_connections_lead_to_live_members_and_among_members() -> None:
    picture = drawn()
    clients = {e.service: e.clients.label for band in picture.bands for e in band.entries if e.clients}
    members = {e.service: e.members.label for band in picture.bands for e in band.entries if e.members}
    assert clients["database"] == "5432 TLS"
    assert clients["cache"] == "26379"
    assert members["search"] == "9300"
    assert members["queue"] == "25672 +2"
    assert {e.service for band in picture.bands for e in band.entries if e.calls and not e.clients} == {
        *("web", "consumer", "cron", "maintenance", "backup"),
    }


def test_one_redis_is_reached_without_sentinel() -> None:
    alone = entry(drawn(node_type("a", 1, "web", "cache")), "cache").clients
    assert alone
    assert alone.label == "6379 +1"


def test_what_a_backup_set_holds_is_marked() -> None:
    picture = drawn()
    assert {e.service for band in picture.bands for e in band.entries if e.backup} == {"database", "files"}
    assert [e.service for band in picture.bands for e in band.entries if e.repository] == ["backup"]
    assert compose(plan(replace(production(), backups=None))).repository is None


def test_every_service_that_is_drawn_has_a_fate_when_something_is_lost() -> None:
    for lost in (*ZONES, "database1", "maintenance1"):
        picture = compose(plan(production()), lost)
        assert picture.loss
        assert [e.service for band in picture.bands for e in band.entries if not e.fate] == []
        assert {zone.name for zone in picture.zones if zone.lost} == {lost} & set(ZONES)
        gone = {machine.name for band in picture.bands for machine in band.machines if machine.lost}
        assert gone == {node.name for node in plan(production()).nodes if lost in (node.name, node.zone)}
