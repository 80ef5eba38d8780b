from __future__ import annotations

from collections import Counter

import pytest

from orogen.spec.build import build
from orogen.spec.document import parse
from orogen.spec.source import Source
from tests.unit.spec.texts import minimal

SELECTABLE = {
    *("web", "websocket", "consumer", "cron", "database", "coordination", "search"),
    *("queue", "cache", "files", "mail", "maintenance", "backup", "monitoring"),
}


def _nodes_by_service(environment_type: str, edition: str = "enterprise") -> Counter[str]:
    text = minimal(("type: production", f"type: {environment_type}"), ("  url:", f"  edition: {edition}\n  url:"))
    environment = build(parse(Source("spec.yaml", text))[0].data)
    return Counter(
        service for node_type in environment.nodes for service in node_type.services for _ in range(node_type.count)
    )


@pytest.mark.parametrize("environment_type", ["production", "staging"])
def test_what_must_survive_a_loss_is_there_more_than_once(environment_type: str) -> None:
    nodes = _nodes_by_service(environment_type)
    alone = {"maintenance", "backup", "monitoring"}
    assert set(nodes) == SELECTABLE
    assert {service for service, count in nodes.items() if count < 2} == alone
    assert {nodes[service] for service in ("coordination", "search", "queue", "cache", "files")} == {3}
    assert nodes["database"] == nodes["web"] == nodes["mail"] == 2


def test_testing_has_everything_once() -> None:
    nodes = _nodes_by_service("testing")
    assert set(nodes) == SELECTABLE
    assert set(nodes.values()) == {1}


def test_development_is_one_machine_without_mail_and_backups() -> None:
    nodes = _nodes_by_service("development")
    assert set(nodes) == SELECTABLE - {"mail", "backup"}
    assert set(nodes.values()) == {1}


@pytest.mark.parametrize("environment_type", ["production", "staging", "testing", "development"])
def test_the_community_edition_queues_and_searches_in_its_database(environment_type: str) -> None:
    nodes = _nodes_by_service(environment_type, "community")
    assert set(nodes) == set(_nodes_by_service(environment_type)) - {"search", "queue"}
    assert nodes["consumer"] == 1


@pytest.mark.parametrize(
    ("zones", "witness"), [("[a]", "a"), ("[a, b]", "b"), ("[a, b, c]", "c"), ("[a, b, c, d]", "c")]
)
def test_the_witness_stands_where_no_database_is_if_it_can(zones: str, witness: str) -> None:
    text = minimal(("[europe-west1-b, europe-west1-c, europe-west1-d]", zones))
    environment = build(parse(Source("spec.yaml", text))[0].data)
    assert next(node.zones for node in environment.nodes if node.name == "witness") == (witness,)
