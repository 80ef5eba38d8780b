from __future__ import annotations

from typing import Any

import pytest

from orogen.explain.lookup import MISSING, dig, given, keys, options, plain, strategy, value
from tests.unit.explain.samples import layer

OPTIONS = """\
lookup_options:
  ^deep: {merge: deep}
  unique: {merge: unique}
  hash: {merge: {strategy: hash}}
"""


def _layers(*texts: str) -> list[Any]:
    every = [layer(text, f"data/{place}.yaml") for place, text in enumerate(texts)]
    return [*every, layer(OPTIONS, "data/common.yaml")]


# What Puppet 7.23 answers for the same files (`lookup`).
@pytest.mark.parametrize(
    ("key", "texts", "wanted"),
    [
        ("first", ("first: {a: 1}", "first: {b: 2}"), {"a": 1}),
        ("hash", ("hash: {a: {x: 1}}", "hash: {a: {y: 2}, b: 2}"), {"a": {"x": 1}, "b": 2}),
        ("unique", ("unique: [b, [c]]", "unique: [a, b]", "unique: z"), ["b", "c", "a", "z"]),
        ("deep", ("deep: {a: {x: 1}, c: 1}", "deep: {a: {x: 2, y: 2}}"), {"a": {"x": 1, "y": 2}, "c": 1}),
        ("deeper", ("deeper: {l: [c, d]}", "deeper: {l: [a, c]}"), {"l": ["a", "c", "d"]}),
        ("deep", ("deep: {a: 1}", "deep: {a: {b: 1}}"), {"a": 1}),
    ],
)
def test_values_are_merged_as_the_lookup_options_say(key: str, texts: tuple[str, ...], wanted: Any) -> None:
    assert value(key, _layers(*texts)) == wanted


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("first",), [True, False]),
        (("first", "a"), [True, False]),
        (("hash",), [True, True]),
        (("hash", "a"), [True, False]),
        (("hash", "only"), [True]),
        (("deep",), [True, True]),
        (("deep", "a"), [True, True]),
        (("deep", "a", "x"), [True, False]),
    ],
)
def test_which_layers_decide_a_value(path: tuple[str, ...], wanted: list[bool]) -> None:
    upper = "".join(f"{key}: {{a: {{x: 1}}}}\n" for key in ("first", "hash", "deep"))
    lower = "".join(f"{key}: {{a: {{x: 2}}, only: 1}}\n" for key in ("first", "hash", "deep"))
    assert [each.used for each in given(path, _layers(upper, lower))] == wanted


def test_a_shallow_merge_takes_an_entry_whole() -> None:
    layers = _layers("hash: {a: {x: 1}}", "hash: {a: {y: 2}}")
    assert [each.used for each in given(("hash", "a", "y"), layers)] == [False]


def test_an_entry_below_the_first_layer_is_no_part_of_the_value() -> None:
    assert [each.used for each in given(("first", "b"), _layers("first: {a: 1}", "first: {b: 2}"))] == [False]


def test_each_layer_has_its_line() -> None:
    found = given(("hash", "b"), _layers("hash:\n  a: 1", "\n\nhash:\n  b: 2"))
    assert [(each.layer.file, each.line, each.value) for each in found] == [("data/1.yaml", 4, 2)]


def test_options_are_no_key_and_a_key_s_own_come_before_a_pattern_s() -> None:
    own = layer("lookup_options: {deep_own: {merge: first}}\nb: 1\na: 1")
    assert keys([own, *_layers("c: 1")]) == ["a", "b", "c"]
    assert strategy("deep_own", [own, *_layers()]) == "first"
    assert options("deep_other", [own, *_layers()]) == {"merge": "deep"}


def test_percent_signs_are_shown_as_hiera_gives_them() -> None:
    assert plain({"a": ["%{literal('%')}{x}", 1]}) == {"a": ["%{x}", 1]}


def test_what_is_not_there_is_missing() -> None:
    assert dig({"a": [{"b": None}]}, ("a", 0, "b")) is None
    assert dig({"a": [1]}, ("a", 1)) is MISSING
    assert dig({"a": "text"}, ("a", "b")) is MISSING
