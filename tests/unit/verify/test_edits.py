from __future__ import annotations

import pytest

from orogen.verify.edits import Edit, edited, scalars


def test_scalars_know_their_path_line_and_range() -> None:
    text = "a: 1\nb:\n  - x\n  - c: 'ü😀'\n"
    found = [(scalar.path, scalar.value, scalar.line, text[scalar.start : scalar.end]) for scalar in scalars(text)]
    assert found == [
        (("a",), "1", 1, "1"),
        (("b", 0), "x", 3, "x"),
        (("b", 1, "c"), "ü😀", 4, "'ü😀'"),
    ]


@pytest.mark.parametrize("text", ["", "a: [", "a: !!binary x: y", "- &a *b"])
def test_a_text_that_cannot_be_read_has_no_scalars(text: str) -> None:
    assert scalars(text) == ()


def test_edits_keep_the_number_of_lines() -> None:
    text = "a: >\n  one\n  two\nb: 3\n"
    block, number = scalars(text)
    after = edited(text, [Edit(number.start, number.end, "4"), Edit(block.start, block.end, '"x"')])
    assert after == 'a: "x"\n\n\nb: 4\n'
