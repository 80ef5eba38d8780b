"""Paths of the schema and of specs, written alike: `nodes.*.services.[]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.strategies.fitting import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]
Path = tuple[str | int, ...]


def schema_paths(schema: Schema, path: str = "") -> Iterator[str]:
    """Give the path of everything that a spec may hold."""
    for step, inner in _inside(resolved(schema)):
        yield f"{path}{step}"
        yield from schema_paths(inner, f"{path}{step}.")


def paths_in(data: Any, schema: Schema, path: str = "") -> Iterator[str]:
    """Give the path, as the schema has it, of everything that a spec holds."""
    schemas = dict(_inside(resolved(schema)))
    for key, value in _entries(data):
        step = "[]" if isinstance(key, int) else key if key in schema.get("properties", {}) else "*"
        yield f"{path}{step}"
        yield from paths_in(value, resolved(schemas[step]), f"{path}{step}.")


def complete(schema: Schema) -> Any:
    """Give a spec with every key that there is, made of the schema's examples. Its shape is right."""
    schema = resolved(schema)
    inside = dict(_inside(schema))
    if "*" in inside:
        return {schema["propertyNames"]["examples"][0]: complete(inside["*"])}
    if "[]" in inside:
        return [complete(inside["[]"])]
    return {key: complete(inner) for key, inner in inside.items()} or schema["examples"][0]


def leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of every single value in data."""
    if not isinstance(data, dict | list):
        yield path
    for key, value in _entries(data):
        yield from leaves(value, (*path, key))


def _inside(schema: Schema) -> Iterator[tuple[str, Schema]]:
    yield from schema.get("properties", {}).items()
    if isinstance(schema.get("additionalProperties"), dict):
        yield "*", schema["additionalProperties"]
    if "items" in schema:
        yield "[]", schema["items"]


def _entries(data: Any) -> Iterator[tuple[str | int, Any]]:
    yield from data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
