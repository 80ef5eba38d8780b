from __future__ import annotations

import pytest

from orogen.spec import codes
from orogen.spec.diagnostic import Span
from orogen.spec.document import has, key_span, parse, value_span
from orogen.spec.source import Source
from tests.unit.spec.texts import covered

SPEC = """\
# first
name: acme
"quoted key": [1, two, {a: b}]
nodes:
  web:
    count: 2
    services:
      - web   # comment
      - websocket
  mail: {count: 1}

# between
empty:
text: |
  one
  two
last: x
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("name",), "acme", "name"),
        (("quoted key",), "[1, two, {a: b}]", '"quoted key"'),
        (("quoted key", 1), "two", "two"),
        (("quoted key", 2, "a"), "b", "a"),
        (("nodes",), "nodes", "nodes"),
        (("nodes", "web"), "web", "web"),
        (("nodes", "web", "count"), "2", "count"),
        (("nodes", "web", "services", 1), "websocket", "websocket"),
        (("nodes", "mail"), "{count: 1}", "mail"),
        (("empty",), "empty", "empty"),
        (("text",), "|", "text"),
        (("nodes", "web", "missing", 3, "deeper"), "web", "web"),
        (("nodes", "mail", "missing"), "mail", "mail"),
        (("nodes", "web", "services", 7), "services", "services"),
    ],
)
def test_a_path_leads_to_its_value_and_its_key(path: tuple[str | int, ...], value: str, key: str) -> None:
    document, _ = parse(Source("f", SPEC))
    assert covered(SPEC, value_span(document, path)) == value
    assert covered(SPEC, key_span(document, path)) == key


def test_a_path_to_nothing_is_the_start_of_the_file() -> None:
    document, _ = parse(Source("f", SPEC))
    assert value_span(document, ("missing",)) == key_span(document, ()) == Span("f")


def test_only_what_is_written_is_there() -> None:
    document, _ = parse(Source("f", SPEC))
    assert has(document, ("nodes", "web", "services", 0))
    assert has(document, ())
    assert not has(document, ("nodes", "web", "services", 2))
    assert not has(document, ("nodes", "web", "count", "deeper"))


def test_a_list_of_blocks_ends_where_its_last_line_does() -> None:
    text = "a:\n  - b: 1\n    c: 2\n\n# comment\nd: 3\n"
    document, _ = parse(Source("f", text))
    assert value_span(document, ("a", 0)) == Span("f", 2, 5, 3, 9)


def test_a_block_that_ends_with_an_alias_does_not_end_before_it_starts() -> None:
    document, _ = parse(Source("f", "a: &a x\nlist:\n  - key: *a\n"))
    assert value_span(document, ("list", 0)) == Span("f", 3, 5, 3, 5)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_and_columns_count_characters(line_break: str) -> None:
    text = line_break.join(["ключ: x", "🎉: {é: wert}"])
    document, _ = parse(Source("f", text))
    assert value_span(document, ("🎉", "é")) == Span("f", 2, 8, 2, 12)
    assert document.lines == ["ключ: x", "🎉: {é: wert}"]


def test_merged_keys_count_less_than_own_ones_and_keep_their_places() -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: [*a, *b], x: 5}\n"
    document, problems = parse(Source("f", text))
    assert problems == ()
    assert document.data["c"] == {"x": 5, "y": 2, "z": 4}
    assert value_span(document, ("c", "y")) == Span("f", 1, 17, 1, 18)
    assert value_span(document, ("c", "z")) == Span("f", 2, 17, 2, 18)


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("a: 1\nb: 2\na: 3", codes.DUPLICATE_KEY, "a"),
        ("m:\n  k: 1\n  k: 1", codes.DUPLICATE_KEY, "k"),
        ("'a': 1\n\"a\": 2", codes.DUPLICATE_KEY, '"a"'),
        ("? [a]\n: 1", codes.BAD_KEY, "[a]"),
        ("? {a: b}\n: 1", codes.BAD_KEY, "{a: b}"),
        ("<<: x", codes.BAD_KEY, "x"),
        ("<<: [{a: b}, x]", codes.BAD_KEY, "x"),
        ("off: 1", codes.AMBIGUOUS, "off"),
        ("a: !!int x", codes.UNKNOWN_TAG, "!!int x"),
        ("a: !!binary x", codes.UNKNOWN_TAG, "!!binary x"),
        ("a: !own {b: c}", codes.UNKNOWN_TAG, "!own {b: c}"),
        ("a: !!set {b}", codes.UNKNOWN_TAG, "!!set {b}"),
        ("!!python/object/apply:os.system [x]", codes.UNKNOWN_TAG, "!!python/object/apply:os.system [x]"),
    ],
)
def test_what_is_wrong_with_the_yaml_has_its_place(text: str, code: str, at: str) -> None:
    _, problems = parse(Source("f", text))
    assert [(problem.code, covered(text, problem.span)) for problem in problems] == [(code, at)]


def test_the_second_of_two_keys_is_shown_and_the_first_is_named() -> None:
    _, (problem,) = parse(Source("f", "# c\na: 1\nb: 2\na: 3"))
    assert problem.message == "`a` is given twice"
    assert [(one.span.line, one.message) for one in problem.related] == [(2, "the first one")]
    assert problem.span.line == 4


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_one_problem(text: str) -> None:
    document, (problem,) = parse(Source("f", text))
    assert problem.code == codes.EMPTY
    assert document.root is None


def test_keys_are_text_whatever_they_look_like() -> None:
    document, problems = parse(Source("f", "1: a\n1.50: b\ntrue: c\n~: d"))
    assert (document.data, problems) == ({"1": "a", "1.50": "b", "true": "c", "~": "d"}, ())
