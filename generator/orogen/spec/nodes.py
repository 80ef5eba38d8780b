"""PyYAML's node tree: its entries with merges written out, and where each node stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from orogen.spec.diagnostic import Span
from orogen.spec.scalars import MERGE

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
Step = tuple[yaml.ScalarNode | None, yaml.Node]
"""A key, which an item of a list has not, and its value."""


def entries(node: yaml.MappingNode) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Give a mapping's own entries, then those it merges in with `<<`. The first of a key is the one that counts."""
    plain = [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
    yield from ((key, value) for key, value in plain if key.tag != MERGE)
    for key, value in plain:
        if key.tag == MERGE:
            for merged in merged_nodes(value):
                if isinstance(merged, yaml.MappingNode):
                    yield from entries(merged)


def merged_nodes(value: yaml.Node) -> list[yaml.Node]:
    """Give what stands after a `<<`: one mapping or a list of them."""
    return list(value.value) if isinstance(value, yaml.SequenceNode) else [value]


def steps_along(root: yaml.Node | None, path: Path) -> list[Step]:
    """Give the key and value of each step of a path, as far as it leads."""
    steps: list[Step] = []
    node = root
    for part in path:
        step = _step(node, part)
        if step is None:
            break
        steps.append(step)
        node = step[1]
    return steps


def span_of(file: str, node: yaml.Node) -> Span:
    """Give the place of a node; a block of lines ends where its last value does, not where the next one starts."""
    last = node
    while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    start, end = node.start_mark, max(node.start_mark, last.end_mark, key=lambda mark: mark.index)
    return Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def is_inline(node: yaml.Node) -> bool:
    """Say whether a node has text of its own on one stretch, so that pointing at it shows it."""
    empty = node.start_mark.index == node.end_mark.index
    return not empty and (not isinstance(node, yaml.CollectionNode) or bool(node.flow_style))


def _step(node: yaml.Node | None, part: str | int) -> Step | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in entries(node) if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None
