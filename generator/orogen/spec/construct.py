"""From YAML nodes to plain data, with what is wrong on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from orogen.spec import codes
from orogen.spec.diagnostic import Diagnostic, Related
from orogen.spec.nodes import entries, merged_nodes, span_of
from orogen.spec.scalars import AMBIGUOUS, FORMS, MERGE, TEXT, VALUES
from orogen.spec.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLLECTIONS = frozenset({"tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_BOOLEANS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def construct(file: str, node: yaml.Node, problems: list[Diagnostic]) -> Any:
    """Give a node's data; keys are always text. What is wrong is added to the problems, and a best guess is given."""
    if isinstance(node, yaml.ScalarNode):
        problems.extend(_scalar_problems(file, node))
        return _scalar(node)
    if node.tag not in _COLLECTIONS:
        problems.append(_unknown_tag(file, node))
    if not isinstance(node, yaml.MappingNode):
        return [construct(file, item, problems) for item in node.value]
    problems.extend(_key_problems(file, node))
    data: dict[str, Any] = {}
    for key, value in entries(node):
        if key.value not in data:
            data[key.value] = construct(file, value, problems)
    return data


def _fits(node: yaml.ScalarNode) -> bool:
    return node.tag == TEXT or (node.tag in FORMS and bool(FORMS[node.tag].match(node.value)))


def _scalar(node: yaml.ScalarNode) -> Any:
    return VALUES[node.tag](node.value) if _fits(node) else node.value


def _scalar_problems(file: str, node: yaml.ScalarNode) -> Iterator[Diagnostic]:
    if node.tag in (AMBIGUOUS, MERGE):
        yield _ambiguous(file, node)
    elif not _fits(node):
        yield _unknown_tag(file, node)


def _key_problems(file: str, node: yaml.MappingNode) -> Iterator[Diagnostic]:
    firsts: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            yield _problem(file, key, codes.BAD_KEY, "a key must be a plain word", "Write `key: value`.")
            continue
        if key.value in firsts:
            first = Related(span_of(file, firsts[key.value]), "the first one")
            twice = _problem(
                file, key, codes.DUPLICATE_KEY, f"`{shown(key.value)}` is given twice", "Keep one of them."
            )
            yield replace(twice, related=(first,))
        firsts.setdefault(key.value, key)
        if key.tag == MERGE:
            yield from _merge_problems(file, value)
        elif key.tag == AMBIGUOUS:
            yield _ambiguous(file, key)


def _merge_problems(file: str, value: yaml.Node) -> Iterator[Diagnostic]:
    for merged in merged_nodes(value):
        if not isinstance(merged, yaml.MappingNode):
            help_text = "Write `<<: *anchor`, where the anchor holds keys and values."
            yield _problem(file, merged, codes.BAD_KEY, "`<<` takes a mapping or a list of them", help_text)


def _ambiguous(file: str, node: yaml.ScalarNode) -> Diagnostic:
    text = shown(node.value)
    boolean = _BOOLEANS.get(text.lower())
    return _problem(
        file,
        node,
        codes.AMBIGUOUS,
        f"YAML readers disagree about a bare `{text}`",
        f'Write `{boolean}`, or quote it: "{text}"' if boolean else f'Quote it: "{text}"',
    )


def _unknown_tag(file: str, node: yaml.Node) -> Diagnostic:
    tag = node.tag.replace("tag:yaml.org,2002:", "!!")
    message = f"the tag `{shown(tag)}` does not fit here"
    return _problem(file, node, codes.UNKNOWN_TAG, message, "Write the value without a tag.")


def _problem(file: str, node: yaml.Node, code: str, message: str, help_text: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, help=help_text, span=span_of(file, node))
