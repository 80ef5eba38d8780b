"""What the pages show of a terminal is what a terminal shows; `--update` writes it into the pages."""

from __future__ import annotations

import shutil
from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import DOCS, blocks, front_matter, names, text_of
from tests.docs.session import CONSOLE, run, same, steps

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS = [page for page in names() if any(block.language == CONSOLE for block in blocks(text_of(page)))]


@pytest.mark.parametrize("page", SESSIONS)
def test_a_terminal_shows_what_the_page_shows(page: str, tmp_path: Path, update: bool) -> None:
    text = text_of(page)
    if "orogen verify" in text and not shutil.which("puppet"):
        pytest.skip("Puppet is not here")
    real = run(text, tmp_path)
    left = {DOCS / kept: tmp_path / "work" / name for name, kept in front_matter(text).get("leaves", {}).items()}
    if update:
        (DOCS / page).write_text(real, encoding="utf-8")
        for kept, path in left.items():
            shutil.copy(path, kept)
    differing = "\n".join(unified_diff(text.splitlines(), real.splitlines(), page, "terminal", lineterm=""))
    assert update or not differing, differing
    assert [kept.name for kept, path in left.items() if kept.read_bytes() != path.read_bytes()] == []


def test_every_picture_is_left_by_a_session() -> None:
    left = {kept for page in SESSIONS for kept in front_matter(text_of(page)).get("leaves", {}).values()}
    assert {path.relative_to(DOCS).as_posix() for path in (DOCS / "pictures").iterdir()} == left


def test_the_tutorial_is_a_session() -> None:
    assert "tutorial.md" in SESSIONS


def test_a_console_block_begins_with_a_command() -> None:
    found = [block.text for page in names() for block in blocks(text_of(page)) if block.language == CONSOLE]
    assert [text for text in found if not text.startswith("$ ")] == []


@pytest.mark.parametrize(
    ("shown", "output", "equal"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\n", "a\n", True),
        ("...\nd\n", "a\ne\n", False),
        ("12 resources, 8 ms\n", "13 resources, 90 ms\n", True),
        ("stands still for 33 s\n", "stands still for 34 s\n", False),
    ],
)
def test_only_what_differs_from_run_to_run_may_differ(shown: str, output: str, equal: bool) -> None:
    assert same(shown, output) is equal


def test_a_command_may_have_several_lines() -> None:
    assert [(step.command, step.shown) for step in steps("$ a \\\n> b\nc\n$ d\n")] == [
        ("$ a \\\n> b\n", "c\n"),
        ("$ d\n", ""),
    ]
