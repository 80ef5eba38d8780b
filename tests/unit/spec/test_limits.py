from __future__ import annotations

import pytest

from orogen.spec import codes
from orogen.spec.document import parse
from orogen.spec.limits import DEPTH, VALUES
from orogen.spec.source import Source

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
