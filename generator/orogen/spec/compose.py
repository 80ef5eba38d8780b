"""From text to PyYAML's nodes, within limits: one document, not too deep, not too much of it.

PyYAML's own composer goes down into nested values by recursion and follows every alias. This one reads one event after
the other and stops at the first that goes too far, so neither `[[[[...` nor a few lines of aliases of aliases do harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import yaml

from orogen.frozen import dataclass
from orogen.spec import codes
from orogen.spec.scalars import FORMS_BY_START, TEXT, Loader

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH = 50
VALUES = 100_000

_NONE_OF_ITS_OWN = (None, "!")
_COLLECTIONS: dict[type[yaml.Event], tuple[type[yaml.CollectionNode], str]] = {
    yaml.MappingStartEvent: (yaml.MappingNode, "tag:yaml.org,2002:map"),
    yaml.SequenceStartEvent: (yaml.SequenceNode, "tag:yaml.org,2002:seq"),
}


@dataclass(frozen=True, slots=True)
class Excess:
    """How a text goes too far, and where: line and column count from 1."""

    code: str
    message: str
    help: str
    line: int
    column: int


class _Value:
    """A node, how much it holds, itself included, and how deep it goes, with its aliases written out.

    `key` is the key of a mapping that waits for its value.
    """

    __slots__ = ("height", "key", "node", "size")

    def __init__(self, node: yaml.Node) -> None:
        self.node = node
        self.size = 1
        self.height = 1
        self.key: yaml.Node | None = None


class _Walk:
    """Where the walk over the events is: the values that are open, the anchors seen, the size of all so far."""

    def __init__(self) -> None:
        self.root: yaml.Node | None = None
        self.open_values: list[_Value] = []
        self.anchors: dict[str, _Value] = {}
        self.documents = 0
        self.size = 0


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
    "anchor twice": (codes.SYNTAX, "this anchor is defined twice", "Give each anchor its own name."),
    "unknown alias": (codes.BAD_ALIAS, "this alias has no anchor before it", "Put it in quotes if it is text."),
    "alias of itself": (codes.BAD_ALIAS, "this alias stands inside its own anchor", "Write the value out."),
}


def compose(text: str) -> yaml.Node | Excess | None:
    """Give the root of a text, none where it is empty, or the first thing in it that is not allowed.

    Raises yaml.YAMLError where it is not YAML.
    """
    loader = Loader(text)
    walk = _Walk()
    try:
        while event := loader.get_event():
            step = _STEPS.get(type(event))
            if step and (reason := step(walk, event)):
                start = cast("yaml.Mark", event.start_mark)
                return Excess(*_REASONS[reason], start.line + 1, start.column + 1)
    finally:
        loader.dispose()
    return walk.root


def _document(walk: _Walk, _event: yaml.Event) -> str | None:
    walk.documents += 1
    return "several documents" if walk.documents > 1 else None


def _alias(walk: _Walk, event: yaml.AliasEvent) -> str | None:
    value = walk.anchors.get(event.anchor or "")
    if value is None:
        return "unknown alias"
    if any(value is open_value for open_value in walk.open_values):
        return "alias of itself"
    return _add(walk, value.node, value.size, value.height)


def _scalar(walk: _Walk, event: Any) -> str | None:
    tag = event.tag
    if tag in _NONE_OF_ITS_OWN:
        tag = _form(event.value) if event.implicit[0] else TEXT
    node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark, event.style)
    if event.anchor and (reason := _anchor(walk, event.anchor, _Value(node))):
        return reason
    return _add(walk, node, 1, 1)


def _form(word: str) -> str:
    return next((tag for tag, form in FORMS_BY_START.get(word[:1], ()) if form.match(word)), TEXT)


def _open(walk: _Walk, event: Any) -> str | None:
    kind, tag = _COLLECTIONS[type(event)]
    own_tag = tag if event.tag in _NONE_OF_ITS_OWN else event.tag
    value = _Value(kind(own_tag, [], event.start_mark, None, event.flow_style))
    if event.anchor and (reason := _anchor(walk, event.anchor, value)):
        return reason
    walk.size += 1
    walk.open_values.append(value)
    return "too deep" if len(walk.open_values) > DEPTH else None


def _close(walk: _Walk, event: yaml.Event) -> None:
    value = walk.open_values.pop()
    value.node.end_mark = event.end_mark
    _put(walk, value.node, value.size, value.height)


def _anchor(walk: _Walk, name: str, value: _Value) -> str | None:
    if name in walk.anchors:
        return "anchor twice"
    walk.anchors[name] = value
    return None


def _add(walk: _Walk, node: yaml.Node, size: int, height: int) -> str | None:
    walk.size += size
    _put(walk, node, size, height)
    if len(walk.open_values) + height > DEPTH + 1:
        return "too deep"
    return "too many values" if walk.size > VALUES else None


def _put(walk: _Walk, node: yaml.Node, size: int, height: int) -> None:
    """Put a value that is complete into the one around it."""
    if not walk.open_values:
        walk.root = node
        return
    parent = walk.open_values[-1]
    parent.size += size
    if height >= parent.height:
        parent.height = height + 1
    if isinstance(parent.node, yaml.SequenceNode):
        parent.node.value.append(node)
    elif parent.key is None:
        parent.key = node
    else:
        parent.node.value.append((parent.key, node))
        parent.key = None


_STEPS: dict[type[yaml.Event], Callable[[_Walk, Any], str | None]] = {
    yaml.DocumentStartEvent: _document,
    yaml.AliasEvent: _alias,
    yaml.ScalarEvent: _scalar,
    yaml.MappingStartEvent: _open,
    yaml.SequenceStartEvent: _open,
    yaml.MappingEndEvent: _close,
    yaml.SequenceEndEvent: _close,
}
