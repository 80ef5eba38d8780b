"""Reads data against a JSON Schema: the keywords of 2020-12 that the spec's schema uses, each one here once.

The `jsonschema` package takes longer to import than all else that a command does with a spec. The tests use it to check
the verdicts given here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from orogen import frozen
from orogen.spec.network import is_address, is_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Path = tuple[str | int, ...]
Schema = dict[str, Any]


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A keyword of the schema that a value breaks. `of_name`: the value is a key of the mapping at the path."""

    keyword: str
    argument: Any
    schema: Schema
    path: Path
    value: Any
    of_name: bool


@dataclass(slots=True)
class _Part:
    """A value with its place and the part of the schema that it must fit. Not frozen: that makes thousands costly."""

    schema: Schema
    value: Any
    root: Schema
    path: Path = ()
    of_name: bool = False

    def against(self, schema: Schema) -> _Part:
        """The same value against another schema."""
        return _Part(schema, self.value, self.root, self.path, self.of_name)

    def inside(self, key: str | int, schema: Schema) -> _Part:
        """What the value holds under a key."""
        return _Part(schema, self.value[key], self.root, (*self.path, key))


def violations(data: Any, schema: Schema) -> Iterator[Violation]:
    """Give every breach of the schema, in the order of its keywords."""
    return _violations(_Part(schema, data, schema))


def _violations(part: _Part) -> Iterator[Violation]:
    for keyword, argument in part.schema.items():
        if keyword in _NESTED:
            for nested in _NESTED[keyword](part, argument):
                yield from _violations(nested)
        if keyword in _FITS and not _FITS[keyword](part, argument):
            yield Violation(
                keyword=keyword,
                argument=argument,
                schema=part.schema,
                path=part.path,
                value=part.value,
                of_name=part.of_name,
            )


def _extra_keys(part: _Part) -> list[str]:
    known = part.schema.get("properties", {})
    return [key for key in part.value if key not in known] if isinstance(part.value, dict) else []


def _properties(part: _Part, schemas: Schema) -> Iterator[_Part]:
    if isinstance(part.value, dict):
        yield from (part.inside(key, schema) for key, schema in schemas.items() if key in part.value)


def _additional_properties(part: _Part, schema: Schema | bool) -> Iterator[_Part]:
    if isinstance(schema, dict):
        yield from (part.inside(key, schema) for key in _extra_keys(part))


def _property_names(part: _Part, schema: Schema) -> Iterator[_Part]:
    if isinstance(part.value, dict):
        yield from (_Part(schema, key, part.root, part.path, of_name=True) for key in part.value)


def _items(part: _Part, schema: Schema) -> Iterator[_Part]:
    if isinstance(part.value, list):
        yield from (part.inside(index, schema) for index in range(len(part.value)))


def _condition(part: _Part, schema: Schema) -> Iterator[_Part]:
    if _fits(part.against(schema)):
        yield part.against(part.schema["then"])


def _reference(part: _Part, reference: str) -> Iterator[_Part]:
    schema = part.root
    for step in reference.removeprefix("#/").split("/"):
        schema = schema[step]
    yield part.against(schema)


def _fits(part: _Part) -> bool:
    return next(_violations(part), None) is None


def _matches(part: _Part, pattern: str) -> bool:
    return not isinstance(part.value, str) or bool(_compiled(pattern).search(part.value))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # JSON Schema's `$` is the end of the text; Python's also stands before a last line break.
    return re.compile(re.sub(r"(?<!\\)\$\Z", r"\\Z", pattern))


def _has_type(part: _Part, name: str) -> bool:
    is_boolean = isinstance(part.value, bool)
    return isinstance(part.value, _TYPES[name]) and is_boolean == (name == "boolean")


def _is_unique(part: _Part, _wanted: bool) -> bool:
    return not isinstance(part.value, list) or len({repr(item) for item in part.value}) == len(part.value)


def _at_least(name: str, size: Callable[[Any], float]) -> Callable[[_Part, int], bool]:
    return lambda part, bound: not _has_type(part, name) or size(part.value) >= bound


def _at_most(name: str, size: Callable[[Any], float]) -> Callable[[_Part, int], bool]:
    return lambda part, bound: not _has_type(part, name) or size(part.value) <= bound


_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}

_FORMATS = {"ipv4": is_address, "ipv4-network": is_network}

_NESTED: dict[str, Callable[[_Part, Any], Iterator[_Part]]] = {
    "$ref": _reference,
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "items": _items,
    "allOf": lambda part, schemas: (part.against(schema) for schema in schemas),
    "if": _condition,
}

_FITS: dict[str, Callable[[_Part, Any], bool]] = {
    "additionalProperties": lambda part, allowed: allowed is not False or not _extra_keys(part),
    "required": lambda part, keys: not isinstance(part.value, dict) or all(key in part.value for key in keys),
    "type": _has_type,
    "enum": lambda part, choices: part.value in choices,
    "const": lambda part, only: part.value == only and type(part.value) is type(only),
    "pattern": _matches,
    "format": lambda part, name: _FORMATS[name](part.value),
    "minimum": _at_least("number", float),
    "maximum": _at_most("number", float),
    "minItems": _at_least("array", len),
    "maxItems": _at_most("array", len),
    "minProperties": _at_least("object", len),
    "maxLength": _at_most("string", len),
    "uniqueItems": _is_unique,
    "not": lambda part, schema: not _fits(part.against(schema)),
}

KEYWORDS = frozenset(_NESTED) | frozenset(_FITS) | {"then"}
"""What is read. Everything else in a schema must be there for people: titles, descriptions, examples."""
