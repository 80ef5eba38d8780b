from __future__ import annotations

import pytest

from orogen.spec import codes
from orogen.spec.document import parse
from orogen.spec.source import Source


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: b\n\tc: d\n", 2, 1, "a tab stands where only spaces may"),
        ("a:\n\tb: c", 2, 1, "a tab stands where only spaces may"),
        ("a: @x", 1, 4, "nothing can start with `@` here"),
        ("a: `x`", 1, 4, "nothing can start with ``` here"),
        ("a: b: c", 1, 5, "no key may stand here"),
        ("a: 1\n b: 2", 2, 3, "no key may stand here"),
        ("a:\n  b: 1\n c: 2", 3, 2, "this line is indented otherwise than the keys before it"),
        (" a: 1\nb: 2", 2, 1, "this line is indented otherwise than the first key"),
        ("- a\nb: c", 2, 1, "this line is no item of the list before it"),
        ("a: 1\nword\n", 2, 1, "this line is not `key: value`"),
        ("x: 1\na: 'x\n", 2, 4, "this quote is never closed"),
        ("a: [b, c\nd: e", 1, 4, "this list is not closed"),
        ("a: {b: c]", 1, 4, "this mapping is not closed"),
        ("a: [1, , 2]\n", 1, 8, "a value is missing here"),
        ("a: [1,\n", 1, 4, "this list is not closed"),
        ("a: [{b: 1},\n  {c:\n\n", 2, 3, "this mapping is not closed"),
        ("a: {b:, c: 1}", 1, 6, "a space is missing after this colon"),
        ('a: "x\nb: 1\nc: "2"\n', 1, 4, "this quote is not closed on its line"),
        ("a: 'x\nb: 1\nc: '2'\nd: it's\n", 1, 4, "this quote is not closed on its line"),
        ('a: "x\n  y"\nb: 1\n c: 2\n', 4, 3, "no key may stand here"),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, 1, "this is a merge conflict"),
        ("a:\n  - b: 1\n  -c: 1\n    d: 2\n", 3, 3, "a space is missing after this dash"),
        ("&a a: &a b", 1, 7, "this anchor is defined twice"),
        ('a: "\\ud800"', 1, 7, "not valid YAML: found invalid Unicode character escape code"),
        ("%x", 1, 3, "not valid YAML: found unknown directive name"),
    ],
)
def test_the_parsers_words_become_ours_with_a_place_in_the_text(
    text: str, line: int, column: int, message: str
) -> None:
    document, (problem,) = parse(Source("f", text))
    assert (problem.code, problem.message) == (codes.SYNTAX, message)
    assert (problem.span.line, problem.span.column) == (line, column)
    assert problem.help
    assert document.data is None
