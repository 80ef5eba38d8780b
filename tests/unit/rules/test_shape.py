"""The examples of the codes ORO1xx: what the reader says of a spec with such a piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from orogen.rules.catalogue import entries
from orogen.rules.shape import SHAPE
from orogen.spec.read import read
from tests.samples import TODAY
from tests.unit.rules.broken import standard

if TYPE_CHECKING:
    from pathlib import Path

# Sections at the start of a line, each with the lines below it; what comes before the first is no section.
SECTION = re.compile(r"^(\w+): ?((?:.*\n)(?:[ #].*\n)*)", re.MULTILINE)


def spec_with(piece: str) -> str:
    """Give the standard spec with a piece in the place of the sections it holds; what holds none goes to the end."""
    if not SECTION.match(piece):
        return standard() + piece
    bodies = {name: body.removesuffix("\n") if body.count("\n") == 1 else body for name, body in SECTION.findall(piece)}
    return standard(**bodies)


def codes_of(text: str, folder: Path) -> list[str]:
    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    return [problem.code for problem in read(str(folder / "spec.yaml"), TODAY).diagnostics]


@pytest.mark.parametrize("code", [code for code, words in SHAPE.items() if words.get("bad")])
def test_the_bad_example_has_the_problem_and_no_other(code: str, tmp_path: Path) -> None:
    assert codes_of(spec_with(entries()[code].bad), tmp_path) == [code]


@pytest.mark.parametrize("code", [code for code, words in SHAPE.items() if words.get("good")])
def test_the_good_example_is_silent(code: str, tmp_path: Path) -> None:
    assert codes_of(spec_with(entries()[code].good), tmp_path) == []
