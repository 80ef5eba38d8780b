"""The schema as editors and the documentation read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from orogen.spec.schema import KEYWORDS, violations
from orogen.spec.shape import spec_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

FOR_PEOPLE = {"$schema", "$id", "title", "description", "default", "examples"}


def _schemas(schema: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every schema inside a schema, with the names of the keys that lead to it."""
    yield name, schema
    for group in ("properties", "$defs"):
        for key, inner in schema.get(group, {}).items():
            yield from _schemas(inner, f"{name}/{key}")
    for keyword in ("items", "additionalProperties", "propertyNames", "if", "then", "not"):
        if isinstance(schema.get(keyword), dict):
            yield from _schemas(schema[keyword], f"{name}/{keyword}")
    for inner in schema.get("allOf", []):
        yield from _schemas(inner, f"{name}/allOf")


ALL = list(_schemas(spec_schema()))
KEYS = [
    (f"{name}.{key}", inner)
    for name, schema in ALL
    if "/if" not in name and "/then" not in name
    for key, inner in schema.get("properties", {}).items()
]


def test_it_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(spec_schema())


@pytest.mark.parametrize(("name", "schema"), ALL, ids=[name for name, _ in ALL])
def test_every_keyword_is_one_that_is_read(name: str, schema: dict[str, Any]) -> None:
    assert set(schema) <= KEYWORDS | FOR_PEOPLE | {"$defs"}, name


@pytest.mark.parametrize(("name", "schema"), KEYS, ids=[name for name, _ in KEYS])
def test_every_key_explains_itself_to_people(name: str, schema: dict[str, Any]) -> None:
    assert schema["title"][0].isupper(), name
    assert schema["description"].endswith("."), name
    assert schema["examples"], name


@pytest.mark.parametrize(("name", "schema"), ALL, ids=[name for name, _ in ALL])
def test_examples_and_defaults_fit(name: str, schema: dict[str, Any]) -> None:
    with_definitions = {**schema, "$defs": spec_schema()["$defs"]}
    values = [*schema.get("examples", []), *([schema["default"]] if "default" in schema else [])]
    assert [list(violations(value, with_definitions)) for value in values] == [[] for _ in values], name


@pytest.mark.parametrize(("name", "schema"), ALL, ids=[name for name, _ in ALL])
def test_every_mapping_says_which_keys_it_has(name: str, schema: dict[str, Any]) -> None:
    if schema.get("type") == "object":
        assert schema["additionalProperties"] is False or "propertyNames" in schema, name


@pytest.mark.parametrize(("name", "schema"), ALL, ids=[name for name, _ in ALL])
def test_what_can_be_refused_says_what_is_right(name: str, schema: dict[str, Any]) -> None:
    """A refusal shows the description that stands beside the broken keyword."""
    if schema.keys() & {"type", "pattern", "format", "enum", "const", "not"} and "/if" not in name:
        assert schema.get("description"), name
