"""What a text must be before it is composed: one document, not too deep, not too much of it.

The composer goes down into nested values by recursion and follows every alias. This pass reads events only and stops at
the first one that goes too far, so neither `[[[[...` nor a few lines of aliases of aliases reach the composer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import yaml

from orogen.spec import codes
from orogen.spec.scalars import Loader

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH = 50
VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Excess:
    """How a text goes too far, and where: line and column count from 1."""

    code: str
    message: str
    help: str
    line: int
    column: int


@dataclass(slots=True)
class _Value:
    """How much a value holds, itself included, and how deep it goes, with its aliases written out."""

    size: int = 1
    height: int = 1


@dataclass(slots=True)
class _Walk:
    """Where the walk over the events is: the values that are open, the anchors seen, the size of all so far."""

    open_values: list[_Value] = field(default_factory=list)
    anchors: dict[str, _Value] = field(default_factory=dict)
    documents: int = 0
    size: int = 0


_REASONS = {
    "several documents": (
        codes.SEVERAL_DOCUMENTS,
        "a second document starts here",
        "A file holds one environment: put the other one in a file of its own.",
    ),
    "too deep": (codes.TOO_DEEP, f"values are nested more than {DEPTH} deep", "A spec needs six levels."),
    "too many values": (
        codes.TOO_MANY_VALUES,
        f"there are more than {VALUES} values, with aliases written out",
        "An environment needs some hundred: check the aliases.",
    ),
    "unknown alias": (codes.BAD_ALIAS, "this alias has no anchor before it", "Put it in quotes if it is text."),
    "alias of itself": (codes.BAD_ALIAS, "this alias stands inside its own anchor", "Write the value out."),
}


def excess(text: str) -> Excess | None:
    """Give the first thing in a text that is not allowed. Raises yaml.YAMLError where it is not YAML."""
    loader = Loader(text)
    walk = _Walk()
    try:
        while loader.check_event():
            event = cast("yaml.Event", loader.get_event())
            if reason := _step(walk, event):
                start = cast("yaml.Mark", event.start_mark)
                return Excess(*_REASONS[reason], start.line + 1, start.column + 1)
    finally:
        loader.dispose()
    return None


def _step(walk: _Walk, event: yaml.Event) -> str | None:
    step = _STEPS.get(type(event))
    return step(walk, event) if step else None


def _document(walk: _Walk, _event: yaml.Event) -> str | None:
    walk.documents += 1
    return "several documents" if walk.documents > 1 else None


def _alias(walk: _Walk, event: yaml.AliasEvent) -> str | None:
    if event.anchor is None or event.anchor not in walk.anchors:
        return "unknown alias"
    value = walk.anchors[event.anchor]
    if any(value is open_value for open_value in walk.open_values):
        return "alias of itself"
    return _add(walk, value)


def _scalar(walk: _Walk, event: yaml.ScalarEvent) -> str | None:
    if event.anchor:
        walk.anchors[event.anchor] = _SCALAR
    return _add(walk, _SCALAR)


def _open(walk: _Walk, event: yaml.CollectionStartEvent) -> str | None:
    value = _Value()
    if event.anchor:
        walk.anchors[event.anchor] = value
    walk.size += 1
    walk.open_values.append(value)
    return "too deep" if len(walk.open_values) > DEPTH else None


def _close(walk: _Walk, _event: yaml.Event) -> None:
    value = walk.open_values.pop()
    if walk.open_values:
        _count_in(walk.open_values[-1], value)


def _add(walk: _Walk, value: _Value) -> str | None:
    walk.size += value.size
    if walk.open_values:
        _count_in(walk.open_values[-1], value)
    if len(walk.open_values) + value.height > DEPTH + 1:
        return "too deep"
    return "too many values" if walk.size > VALUES else None


def _count_in(parent: _Value, child: _Value) -> None:
    parent.size += child.size
    parent.height = max(parent.height, child.height + 1)


_SCALAR = _Value()

_STEPS: dict[type[yaml.Event], Callable[[_Walk, Any], str | None]] = {
    yaml.DocumentStartEvent: _document,
    yaml.AliasEvent: _alias,
    yaml.ScalarEvent: _scalar,
    yaml.MappingStartEvent: _open,
    yaml.SequenceStartEvent: _open,
    yaml.MappingEndEvent: _close,
    yaml.SequenceEndEvent: _close,
}
