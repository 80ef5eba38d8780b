"""The schema's reader, held against the jsonschema package: the same verdict at the same place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from orogen.spec.network import is_address, is_network
from orogen.spec.schema import violations
from orogen.spec.shape import spec_schema
from tests.unit.spec.texts import EXAMPLES, MINIMAL

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = FormatChecker(formats=())
FORMATS.checks("ipv4")(is_address)
FORMATS.checks("ipv4-network")(is_network)
PEER = Draft202012Validator(spec_schema(), format_checker=FORMATS)

Place = tuple[tuple[str | int, ...], str]


def _ours(data: Any, schema: dict[str, Any]) -> set[Place]:
    return {(violation.path, violation.keyword) for violation in violations(data, schema)}


def _theirs(data: Any, peer: Any) -> set[Place]:
    return {(tuple(error.absolute_path), str(error.validator)) for error in peer.iter_errors(data)}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_fit_in_the_eyes_of_both(path: Any) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert _ours(data, spec_schema()) == _theirs(data, PEER) == set()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 100),
    st.floats(allow_nan=False).filter(lambda number: not number.is_integer()),
    st.text("abc-.:/0129", max_size=8),
    st.sampled_from(["web", "6.1", "gcp", "oci", "static", "cloudflare", "32GiB", "7d", "10.0.0.0/8", "10.0.0.1/8"]),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(["web", "cron", "a"]), max_size=3),
    st.dictionaries(st.sampled_from(["name", "kind", "count", "Web", "x"]), st.integers(0, 3), max_size=2),
)


def _places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from _places(value, (*path, key))


FULL = yaml.safe_load((EXAMPLES / "acme-prod.yaml").read_text(encoding="utf-8"))
PLACES = sorted(_places(FULL), key=str)


def _replaced(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, dict | list):
        copy: Any = data.copy()
        copy[path[0]] = _replaced(data[path[0]], path[1:], value)
        return copy
    return data


@settings(max_examples=150)
@given(path=st.sampled_from(PLACES), value=VALUES)
def test_any_value_anywhere_gets_the_same_verdict_from_both(path: tuple[str | int, ...], value: Any) -> None:
    data = _replaced(FULL, path, value)
    assert _ours(data, spec_schema()) == _theirs(data, PEER)


@pytest.mark.parametrize("key", sorted(yaml.safe_load(MINIMAL)))
def test_any_section_left_out_gets_the_same_verdict_from_both(key: str) -> None:
    data = {name: value for name, value in yaml.safe_load(MINIMAL).items() if name != key}
    assert _ours(data, spec_schema()) == _theirs(data, PEER) == {((), "required")}


@pytest.mark.parametrize(
    ("schema", "value", "fits"),
    [
        ({"type": "integer"}, 1.0, False),
        ({"type": "integer"}, True, False),
        ({"type": "boolean"}, 1, False),
        ({"type": "boolean"}, True, True),
        ({"const": 1}, True, False),
        ({"pattern": "^a$"}, "a\n", False),
        ({"pattern": "^a"}, "a\n", True),
        ({"pattern": r"^\$"}, "$", True),
        ({"not": {}}, 1, False),
        ({"not": {"type": "string"}}, 1, True),
        ({"uniqueItems": True}, ["a", "a"], False),
        ({"uniqueItems": True}, [1, True], True),
        ({"if": {"type": "string"}, "then": {"maxLength": 1}}, "ab", False),
        ({"if": {"type": "string"}, "then": {"maxLength": 1}}, 12, True),
    ],
)
def test_where_python_and_json_differ_json_counts(schema: dict[str, Any], value: Any, fits: bool) -> None:
    assert (next(violations(value, schema), None) is None) == fits


@pytest.mark.parametrize("text", ["10.0.0.0/8", "10.20.0.0/16", "0.0.0.0/0", "203.0.113.10/32"])
def test_networks(text: str) -> None:
    assert is_network(text)


@pytest.mark.parametrize(
    "text", ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/255.0.0.0", "10.0.0.0/08", "10.0.0.0/33", "fd00::/8", "", "1/8", "a"]
)
def test_what_is_no_network(text: str) -> None:
    assert not is_network(text)


@pytest.mark.parametrize("text", ["10.0.0", "010.0.0.1", "10.0.0.256", "::1", "", "1.2.3.4/32", "١.2.3.4"])
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)
    assert is_address("10.0.0.1")


def test_patterns_end_with_the_text_in_every_use() -> None:
    """`$` before a last line break would let a second line into files on the nodes."""
    patterns = re.findall(r"'pattern': '((?:[^'\\]|\\.)*)'", str(spec_schema()))
    assert len(patterns) > 15
    assert [pattern for pattern in patterns if not pattern.endswith("$")] == []
