"""What services state about their values holds for every example: each number has its place in the spec."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from orogen.catalogue import catalogue
from orogen.contract import GIB, MIB
from orogen.data import SCHEMA
from orogen.explain.explanation import explain
from orogen.explain.find import text_of
from orogen.explain.reasons import owner, owners, stated
from orogen.explain.sizes import budget_words, size
from orogen.plan.build import plan, services_of
from tests.unit.explain.samples import ALL, data_of, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.contract import Service

SCHEMA_DATA = json.loads(SCHEMA.read_text())
SIZED = tuple(service for service in catalogue().values() if service.memory.weight or service.name == "monitoring")


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, ...]]:
    if not isinstance(value, dict):
        yield path
    for entry, inner in value.items() if isinstance(value, dict) else ():
        yield from _leaves((*path, entry), inner)


def _sizes(service: Service, example: str) -> Iterator[tuple[str, ...]]:
    planned, _ = laid_out(example)
    for node_type in planned.environment.nodes:
        if service in services_of(node_type):
            data = service.sizing(planned.environment, planned.budgets[node_type.name, service.name])
            yield from (path for key, value in data.items() for path in _leaves((key,), value))


@pytest.mark.parametrize("example", ALL)
def test_every_size_has_a_reason_of_its_own(example: str) -> None:
    paths = [(service, path) for service in catalogue().values() for path in _sizes(service, example)]
    assert paths
    assert [text_of(path) for service, path in paths if text_of(path) not in service.reasons] == []


def test_every_size_follows_from_the_spec() -> None:
    for service in catalogue().values():
        for path in _sizes(service, "development.yaml"):
            reason = stated(path, service)
            assert reason
            assert reason.spec


def _known(path: list[str], schema: Any = SCHEMA_DATA) -> bool:
    if "$ref" in schema:
        schema = SCHEMA_DATA["$defs"][schema["$ref"].rpartition("/")[2]]
    if not path:
        return True
    inner = schema.get("properties", {}).get(path[0]) or schema.get("additionalProperties")
    return isinstance(inner, dict) and _known(path[1:], inner)


@pytest.mark.parametrize("service", catalogue().values(), ids=lambda service: service.name)
def test_reasons_name_places_that_a_spec_may_have_and_services_that_exist(service: Service) -> None:
    for key, reason in service.reasons.items():
        for place in reason.spec:
            named = re.search("<([a-z]+)>", place)
            assert _known(place.split(".")), (key, place)
            assert not named or named[1] in {"type", *catalogue()}, (key, place)


@pytest.mark.parametrize("service", catalogue().values(), ids=lambda service: service.name)
def test_reasons_are_for_keys_that_the_service_gives(service: Service) -> None:
    given = {".".join(path[:length]) for example in ALL for path in _given(service, example) for length in (1, 2, 3)}
    assert set(service.reasons) - given - _FROM_ELSEWHERE == set()


# From the secrets' store, and what only a spec with a mirror has.
_FROM_ELSEWHERE = {
    "profile::certificates::authority",
    "profile::certificates::certificate",
    "profile::certificates::private_key",
    "profile::base::packages::mirror",
}


def _given(service: Service, example: str) -> Iterator[tuple[str, ...]]:
    planned, _ = laid_out(example)
    nodes = planned.cluster(service.name)
    data = [service.data(planned), *(service.node_data(planned, node) for node in nodes)] if nodes else []
    yield from (path for each in data for key, value in each.items() for path in _leaves((key,), value))
    yield from _sizes(service, example)


@pytest.mark.parametrize("example", ALL)
def test_every_value_of_every_node_type_is_explained_in_sentences(example: str) -> None:
    planned, document = laid_out(example)
    for node in (node for node in planned.nodes if node.ordinal == 1):
        data, _ = data_of(node.name, example)
        for key in data.keys:
            explanation = explain(data, key, document)
            for one in (explanation, *explanation.entries):
                assert one.given
                assert re.fullmatch(r"[^{}]*[.)?]", one.reason.replace("`{name}`", "")), (one.key, one.reason)
                assert all(place.span.line <= len(document.lines) for place in one.places)


def test_a_class_beside_the_profile_s_own_has_its_owner() -> None:
    classes = owners(laid_out()[0])
    owned = [owner(key, classes) for key in ("profile::leader::ttl", "profile::base::time::servers", "mine::key")]
    assert [service.name if service else None for service in owned] == ["application", "base", None]


@pytest.mark.parametrize(
    ("amount", "text"), [(64 * GIB, "64 GiB"), (int(3.25 * GIB), "3.2 GiB"), (512 * MIB, "512 MiB"), (0, "0 MiB")]
)
def test_sizes_as_people_say_them(amount: int, text: str) -> None:
    assert size(amount) == text


@pytest.mark.parametrize(
    ("example", "name", "service", "words"),
    [
        (
            "acme-prod.yaml",
            "database1",
            "database",
            "816 MiB for what its services ask for first; database has all of the other 60 GiB, and its first 256 MiB",
        ),
        (
            "boxes.yaml",
            "search1",
            "queue",
            "Of the node's 3 GiB, 384 MiB are for the system",
        ),
        ("boxes.yaml", "search1", "queue", "2 of 7 shares of the other 1.7 GiB, and its first 128 MiB: 626 MiB."),
    ],
)
def test_how_a_node_is_divided(example: str, name: str, service: str, words: str) -> None:
    data, _ = data_of(name, example)
    assert words in budget_words(data.plan, data.node, catalogue()[service])


def test_a_node_with_nothing_left_to_share() -> None:
    small = replace(laid_out()[0].environment.nodes[2], memory=GIB)
    planned = plan(replace(laid_out()[0].environment, nodes=(small,)))
    words = budget_words(planned, planned.nodes[0], catalogue()["database"])
    assert words == "Nothing of the node's 1 GiB is left to share; database has its first 256 MiB."
