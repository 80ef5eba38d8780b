"""Strategies from the spec's schema: whatever key it gains is drawn from then on."""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from orogen.spec.shape import spec_schema

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Schema = dict[str, Any]

# A list without a bound, and a text that may be long: a few show as much as many, and take less time.
_FEW = 4
_ADDRESSES = st.integers(0, 2**32 - 1)


@cache
def at(path: str) -> SearchStrategy[Any]:
    """Give what fits the schema at a path such as `maintenance.window`; `[]` is an item of a list, `*` any key."""
    return fitting(schema_at(path))


def schema_at(path: str) -> Schema:
    """Give the part of the schema for a path."""
    schema = spec_schema()
    for step in path.split("."):
        schema = resolved(_step(schema, step))
    return schema


def fitting(schema: Schema) -> SearchStrategy[Any]:
    """Give what fits a schema. Conditions between keys are not looked at."""
    schema = resolved(schema)
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    return _TYPES[schema["type"]](schema)


def networks(least: int, most: int, addresses: SearchStrategy[int] = _ADDRESSES) -> SearchStrategy[str]:
    """Give networks of these prefix lengths around some addresses."""
    return st.builds(
        lambda address, length: str(IPv4Network((address, length), strict=False)), addresses, st.integers(least, most)
    )


def resolved(schema: Schema) -> Schema:
    """Give a schema with what it refers to."""
    if "$ref" not in schema:
        return schema
    return {**spec_schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")], **schema}


def _step(schema: Schema, step: str) -> Schema:
    if step == "[]":
        return dict(schema["items"])
    return dict(schema["additionalProperties"] if step == "*" else schema["properties"][step])


def _object(schema: Schema) -> SearchStrategy[Any]:
    values = {key: fitting(value) for key, value in schema.get("properties", {}).items()}
    needed = schema.get("required", [])
    required = {key: value for key, value in values.items() if key in needed}
    optional = {key: value for key, value in values.items() if key not in needed}
    if isinstance(schema["additionalProperties"], dict):
        names = _string(schema["propertyNames"])
        return st.dictionaries(names, fitting(schema["additionalProperties"]), max_size=_FEW)
    least = schema.get("minProperties", 0)
    return st.fixed_dictionaries(required, optional=optional).filter(lambda value: len(value) >= least)


def _array(schema: Schema) -> SearchStrategy[Any]:
    return st.lists(
        fitting(schema["items"]),
        min_size=schema.get("minItems", 0),
        max_size=min(_FEW, schema.get("maxItems", _FEW)),
        unique_by=repr if schema.get("uniqueItems") else None,
    )


def _string(schema: Schema) -> SearchStrategy[Any]:
    if schema.get("format") == "ipv4-network":
        return networks(8, 24) if "pattern" in schema else networks(1, 32)
    if schema.get("format") == "ipv4":
        return _ADDRESSES.map(lambda number: str(IPv4Address(number)))
    longest = schema.get("maxLength", 5000)
    return st.from_regex(schema["pattern"], fullmatch=True).filter(lambda text: len(text) <= longest)


def _integer(schema: Schema) -> SearchStrategy[Any]:
    return st.integers(schema["minimum"], schema["maximum"])


_TYPES = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "boolean": lambda _: st.booleans(),
}
