from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orogen.graph.text import Font

FONT = Font(size=12)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("short", 200, ("short",)),
        ("", 200, ("",)),
        ("one two", 30, ("one", "two")),
        ("europe-west1-b", 60, ("europe-", "west1-b")),
        ("see europe-west1-b", 70, ("see", "europe-", "west1-b")),
        ("mmmmmm", 40, ("mmm", "mmm")),
    ],
)
def test_text_is_cut_between_words_then_after_marks_then_anywhere(
    text: str, width: int, lines: tuple[str, ...]
) -> None:
    assert FONT.wrap(text, width) == lines


@given(text=st.text(), width=st.integers(20, 400))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = FONT.wrap(text, width)
    assert all(FONT.width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["web1", "10.20.0.1", "PostgreSQL under Patroni"])
def test_bold_is_wider_and_monospaced_counts_characters(text: str) -> None:
    assert Font(size=12, bold=True).width(text) > FONT.width(text)
    assert Font(size=10, monospaced=True).width(text) == -(-len(text) * 62 // 10)
