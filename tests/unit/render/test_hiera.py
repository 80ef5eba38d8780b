"""The YAML that goes to Puppet: what stands bare, what is quoted, and that nothing is read as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orogen.render.hiera import hiera_yaml, quoted

if TYPE_CHECKING:
    from orogen.contract import Value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "plain"),
        ("profile::web::port", "profile::web::port"),
        ("/etc/nginx", "/etc/nginx"),
        ("no", '"no"'),
        ("NULL", '"NULL"'),
        ("::1", '"::1"'),
        ("1,000", '"1,000"'),
        ("0644", '"0644"'),
        ("12:30", '"12:30"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ('say "hi"\\', '"say \\"hi\\"\\\\"'),
        ("%{facts}", "\"%{literal('%')}{facts}\""),
        ("two\nlines", '"two\\nlines"'),
        ("\x85\u2028\ufeff", '"\\x85\\u2028\\ufeff"'),
        ("😀", '"😀"'),
    ],
)
def test_a_scalar_is_bare_only_when_it_cannot_be_misread(text: str, written: str) -> None:
    assert quoted(text) == written


def test_a_file_has_a_title_and_sections_with_sorted_keys() -> None:
    data: dict[str, Value] = {
        "profile::b::list": [{"name": "x", "ports": [1, 2]}, "no"],
        "profile::a::pem": "-a-\n-b-\n",
    }
    assert hiera_yaml("Title.", []) == b"# Title.\n---\n{}\n"
    assert hiera_yaml("Title.", [("first", data), ("empty", {})]).decode() == (
        "# Title.\n---\n\n# first\n"
        "profile::a::pem: |\n  -a-\n  -b-\n"
        'profile::b::list:\n  - name: x\n    ports:\n      - 1\n      - 2\n  - "no"\n'
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(data=st.dictionaries(TEXT, VALUES, max_size=4))
def test_a_yaml_reader_gives_back_what_was_written(data: dict[str, Value]) -> None:
    def literal(value: Value) -> Value:
        if isinstance(value, str):
            return value.replace("%{", "%{literal('%')}{")
        if isinstance(value, dict):
            return {str(literal(key)): literal(item) for key, item in value.items()}
        return [literal(item) for item in value] if isinstance(value, list) else value

    read = yaml.load(hiera_yaml("t", [("s", data)]), Loader=yaml.SafeLoader)
    assert (read or {}) == literal(data)
