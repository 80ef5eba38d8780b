"""Changes to a YAML text that leave every line where it is, so that whoever reads it names the right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar of a YAML text: the keys and positions that lead to it, its value, and its range in the text."""

    path: Path
    value: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A range of the text and what to write there."""

    start: int
    end: int
    text: str


def scalars(text: str) -> tuple[Scalar, ...]:
    """Give all scalar values of a YAML text; none of a text that is not YAML, which other checks report."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return ()
    return tuple(_below(root, ())) if root else ()


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Give the text with the edits made, each filled up with empty lines to the length that it had."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines = text.count("\n", edit.start, edit.end) - edit.text.count("\n")
        text = text[: edit.start] + edit.text + "\n" * lines + text[edit.end :]
    return text


def _below(node: yaml.Node, path: Path) -> Iterator[Scalar]:
    if isinstance(node, yaml.ScalarNode):
        start, end = node.start_mark, node.end_mark
        yield Scalar(path, node.value, start.line + 1, start.index, end.index)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _below(item, (*path, position))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _below(value, (*path, str(key.value)))
