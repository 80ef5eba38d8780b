from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orogen.init.scalar import scalar, sequence
from orogen.spec.scalars import Loader


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("acme-prod", "acme-prod"),
        ("https://shop.acme.example:8443", "https://shop.acme.example:8443"),
        ("10.20.0.0/16", "10.20.0.0/16"),
        ("6.1", '"6.1"'),
        ("no", '"no"'),
        ("true", '"true"'),
        ("22:22", '"22:22"'),
        ("a, b", '"a, b"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("", '""'),
        ("ä\x00", '"\\u00e4\\u0000"'),
    ],
)
def test_a_value_stands_bare_where_it_can_be_nothing_else(text: str, written: str) -> None:
    assert scalar(text) == written


@given(st.lists(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))))
def test_what_is_written_is_read_back(texts: list[str]) -> None:
    assert yaml.compose(sequence(texts), Loader=Loader)
    block = "".join(f"- {scalar(text)}\n" for text in texts) or "[]"
    for written in (sequence(texts), block):
        node = yaml.compose(written, Loader=Loader)
        assert isinstance(node, yaml.SequenceNode)
        assert [item.value for item in node.value] == texts
