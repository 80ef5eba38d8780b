from __future__ import annotations

from random import Random
from typing import Any

import pytest
import yaml

from orogen.spec import codes
from orogen.spec.compose import DEPTH, VALUES, Excess, compose
from orogen.spec.document import parse
from orogen.spec.scalars import Loader
from orogen.spec.source import Source
from tests.strategies.mutations import mutated
from tests.unit.spec.texts import EXAMPLES

LAUGHS = 'a: &a ["x", "x"]\n' + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 40))
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 3000))
LINES = "".join(f"k{i}: [1, 2, 3]\n" for i in range(VALUES // 4))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[" * 100_000, codes.TOO_DEEP, 1),
        ("{a: " * 100_000, codes.TOO_DEEP, 1),
        ("- " * 100_000, codes.TOO_DEEP, 1),
        ("? " * 3_000 + "a", codes.TOO_DEEP, 1),
        ("".join(" " * i + "a:\n" for i in range(500)), codes.TOO_DEEP, DEPTH + 1),
        (CHAIN, codes.TOO_DEEP, DEPTH),
        (LAUGHS, codes.TOO_MANY_VALUES, 6),
        (MERGES, codes.TOO_MANY_VALUES, 15),
        (LINES, codes.TOO_MANY_VALUES, 20_000),
        ("a: 1\n---\nb: 2\n", codes.SEVERAL_DOCUMENTS, 2),
        ("a: *unknown", codes.BAD_ALIAS, 1),
        ("x: 1\na: &a [*a]", codes.BAD_ALIAS, 2),
        ("a: &a\n  b: &b\n    - *a\n", codes.BAD_ALIAS, 3),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else str(value),
)
def test_what_goes_too_far_is_one_problem_where_it_does(text: str, code: str, line: int) -> None:
    document, (problem,) = parse(Source("f", text))
    assert (problem.code, problem.span.line) == (code, line)
    assert document.root is None


def test_as_deep_as_allowed_is_read() -> None:
    document, problems = parse(Source("f", "[" * DEPTH + "]" * DEPTH))
    assert problems == ()
    assert document.root is not None


def test_one_level_more_is_not() -> None:
    _, (problem,) = parse(Source("f", "[" * (DEPTH + 1) + "]" * (DEPTH + 1)))
    assert problem.code == codes.TOO_DEEP


def test_anchors_and_aliases_are_fine_in_themselves() -> None:
    document, problems = parse(Source("f", "a: &a [1, {b: c}]\nd: [*a, *a]\ne: *a\n"))
    assert problems == ()
    assert document.data["d"] == [[1, {"b": "c"}]] * 2


def test_one_document_may_be_marked_as_such() -> None:
    document, problems = parse(Source("f", "---\na: 1\n...\n"))
    assert (document.data, problems) == ({"a": 1}, ())


ODD = [
    "",
    "# nothing\n",
    "--- \n",
    "- ! a\n- ! [b]\n- !!map {}\n- !foo x\n- 'q'\n- |\n  lit\n- >\n  folded\n- ~\n-\n",
    "? [a]\n: b\n? c\n",
    "{a, b: , c: d}",
    "[a: b, c]",
    "&r {a: &b [1], c: *b}",
]


def _flat(node: yaml.Node | None, seen: dict[int, int]) -> Any:
    """Give all that a node holds; one that stands in several places by its number there."""
    if node is None or id(node) in seen:
        return seen.get(id(node))
    seen[id(node)] = len(seen)
    marks = [(mark.index, mark.line, mark.column) for mark in (node.start_mark, node.end_mark)]
    head = (type(node), node.tag, marks)
    if isinstance(node, yaml.ScalarNode):
        return (*head, node.style, node.value)
    if isinstance(node, yaml.MappingNode):
        return (*head, node.flow_style, [(_flat(key, seen), _flat(value, seen)) for key, value in node.value])
    return (*head, node.flow_style, [_flat(item, seen) for item in node.value])


def _compare(text: str) -> None:
    try:
        ours = compose(text)
    except yaml.YAMLError as error:
        with pytest.raises(type(error)):
            yaml.compose(text, Loader=Loader)
    else:
        assert isinstance(ours, Excess) or _flat(ours, {}) == _flat(yaml.compose(text, Loader=Loader), {}), text


@pytest.mark.parametrize("text", ODD)
def test_nodes_are_those_of_pyyaml(text: str) -> None:
    _compare(text)


def test_nodes_of_broken_texts_are_too() -> None:
    chance = Random(1)  # noqa: S311 - the same texts each time
    texts = [path.read_text() for path in EXAMPLES.glob("*.yaml")]
    for _ in range(300):
        _compare(mutated(chance, texts).decode(errors="replace"))
