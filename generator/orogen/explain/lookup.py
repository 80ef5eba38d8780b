"""How Hiera finds a value: which layers give it, how they are merged, which of them counts for an entry of a hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from orogen.spec.document import key_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from orogen.explain.layers import Layer
    from orogen.spec.nodes import Path

Strategy = Literal["first", "unique", "hash", "deep"]
OPTIONS = "lookup_options"
_PERCENT = "%{literal('%')}"


@dataclass(frozen=True, slots=True)
class Given:
    """What one layer gives, and whether it is part of the result. `line` is 0 while it is not known."""

    layer: Layer
    value: Any
    line: int
    used: bool


def keys(layers: Iterable[Layer]) -> list[str]:
    """Give all keys that these layers have, sorted."""
    return sorted({key for layer in layers for key in layer.data} - {OPTIONS})


def options(key: str, layers: Sequence[Layer]) -> Mapping[str, Any]:
    """Give a key's lookup_options: its own, or those of the first pattern that fits it."""
    every: dict[str, Any] = _merged_hash([layer.data[OPTIONS] for layer in layers if OPTIONS in layer.data])
    patterns = (given for pattern, given in every.items() if pattern.startswith("^") and re.search(pattern, key))
    found: Any = every.get(key) or next(patterns, {})
    return found if isinstance(found, dict) else {}


def strategy(key: str, layers: Sequence[Layer]) -> Strategy:
    """Give how the layers' values of a key become one."""
    merge = options(key, layers).get("merge", "first")
    named = merge.get("strategy", "first") if isinstance(merge, dict) else merge
    return named if named in _MERGES else "first"


def value(key: str, layers: Sequence[Layer]) -> Any:
    """Give the value of a key that at least one layer has."""
    given = [layer.data[key] for layer in layers if key in layer.data]
    return _MERGES[strategy(key, layers)](given)


def given(path: Path, layers: Sequence[Layer]) -> tuple[Given, ...]:
    """Give what each layer has at a path, which is a key and entries below it, in the order in which they win."""
    key = str(path[0])
    having = [layer for layer in layers if key in layer.data]
    how = strategy(key, layers)
    deciding = _deciding(path, having, how)
    return tuple(
        Given(
            layer=layer,
            value=dig(layer.data, path),
            line=key_span(layer.document, path).line if layer.lined else 0,
            used=layer in deciding,
        )
        for layer in having
        if dig(layer.data, path) is not MISSING
    )


def plain(data: Any) -> Any:
    """Give a value with the percent signs that Hiera would put into it."""
    match data:
        case str():
            return data.replace(_PERCENT, "%")
        case dict():
            return {plain(key): plain(entry) for key, entry in data.items()}
        case list():
            return [plain(item) for item in data]
        case _:
            return data


MISSING = object()


def dig(data: Any, path: Iterable[str | int]) -> Any:
    """Give what stands at a path in data, or MISSING."""
    for step in path:
        inside = data if isinstance(data, dict) else dict(enumerate(data)) if isinstance(data, list) else {}
        if step not in inside:
            return MISSING
        data = inside[step]
    return data


def _deciding(path: Path, having: list[Layer], how: Strategy) -> list[Layer]:
    """Give the layers that the value at a path comes from."""
    if how == "first":
        return having[:1]
    if len(path) == 1:
        return having
    # A shallow merge takes each entry whole, from the first layer that has it.
    steps = path[:2] if how == "hash" else path
    found = [layer for layer in having if dig(layer.data, steps) is not MISSING]
    several = how == "deep" and isinstance(dig(found[0].data, path), dict | list) if found else False
    return found if several else found[:1]


def _merged_hash(values: list[Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for each in reversed(values):
        merged |= each if isinstance(each, dict) else {}
    return merged


def _unique(values: list[Any]) -> list[Any]:
    return _once([*_flat(values)])


def _flat(values: list[Any]) -> Iterator[Any]:
    for each in values:
        yield from _flat(each) if isinstance(each, list) else (each,)


def _once(items: list[Any]) -> list[Any]:
    return [item for place, item in enumerate(items) if item not in items[:place]]


def _deep(values: list[Any]) -> Any:
    merged, *lower = values
    for each in lower:
        merged = _deeper(merged, each)
    return merged


def _deeper(over: Any, under: Any) -> Any:
    if isinstance(over, dict) and isinstance(under, dict):
        return {**under, **{key: _deeper(entry, under[key]) if key in under else entry for key, entry in over.items()}}
    if isinstance(over, list) and isinstance(under, list):
        return _once([*under, *over])
    return over


_MERGES: dict[str, Callable[[list[Any]], Any]] = {
    "first": lambda values: values[0],
    "unique": _unique,
    "hash": _merged_hash,
    "deep": _deep,
}
