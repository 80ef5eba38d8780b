"""From a spec that shows a fault to a small one that still does."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Path = tuple[str | int, ...]


def smallest(data: Any, fails: Callable[[Any], bool], tries: int) -> Any:
    """Take out keys and items, the largest first, as long as it still fails; asks no more often than `tries`."""
    paths = iter(_paths(data))
    while tries and (path := next(paths, None)):
        tries -= 1
        less = without(data, path)
        if fails(less):
            data, paths = less, iter(_paths(less))
    return data


def without(data: Any, path: Path) -> Any:
    """Give a copy of the data that has nothing at a path."""
    copy = deepcopy(data)
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return copy


def _paths(data: Any) -> list[Path]:
    return sorted(_below(data, ()), key=len)


def _below(data: Any, path: Path) -> Iterator[Path]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from _below(value, (*path, key))
