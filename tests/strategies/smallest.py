"""From a spec that shows a fault to a small one that still does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def smallest(data: Any, fails: Callable[[Any], bool]) -> Any:
    """Take out each key and item without which it still fails, then what is in those that stay."""
    for key in reversed(list(_keys(data))):
        less = _without(data, key)
        if fails(less):
            data = less
    for key in _keys(data):

        def fails_with(inner: Any, whole: Any = data, key: Any = key) -> bool:
            return fails(_with(whole, key, inner))

        data = _with(data, key, smallest(data[key], fails_with))
    return data


def _keys(data: Any) -> Iterable[Any]:
    return list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()


def _without(data: Any, key: Any) -> Any:
    if isinstance(data, dict):
        return {other: value for other, value in data.items() if other != key}
    return [*data[:key], *data[key + 1 :]]


def _with(data: Any, key: Any, value: Any) -> Any:
    if isinstance(data, dict):
        return {**data, key: value}
    return [*data[:key], value, *data[key + 1 :]]
