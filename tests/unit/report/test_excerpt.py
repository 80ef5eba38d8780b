from __future__ import annotations

import pytest

from orogen.report.excerpt import LONGEST, excerpt


@pytest.mark.parametrize(
    ("line", "column", "end_column", "text", "underline"),
    [
        ("name: acme", 7, 11, "name: acme", "      ^^^^"),
        ("name: acme  ", 7, None, "name: acme", "      ^^^^"),
        ("name:", 6, 6, "name:", "     ^"),
        ("\ta: b", 5, 6, "    a: b", "       ^"),
        ("中文: x", 5, 6, "中文: x", "      ^"),
        ("中文: x", 1, 3, "中文: x", "^^^^"),
        ("e\u0301: x", 5, 6, "e\u0301: x", "   ^"),
        ("\u202ea", 2, 3, "\\u202ea", "      ^"),
        ("", 1, 2, "", "^"),
        ("ab", 9, 12, "ab", "  ^"),
    ],
)
def test_the_underline_is_below_what_is_meant(
    line: str, column: int, end_column: int | None, text: str, underline: str
) -> None:
    shown = excerpt(line, column, end_column)
    assert (shown.text, shown.underline) == (text, underline)


@pytest.mark.parametrize("column", [1, 60, 500, 1000])
def test_a_long_line_is_shown_around_the_place(column: int) -> None:
    line = "".join(str(i % 10) for i in range(1, 1001))
    shown = excerpt(line, column, column + 1)
    assert len(shown.text) <= LONGEST + 2
    assert shown.text[shown.underline.index("^")] == line[column - 1]
