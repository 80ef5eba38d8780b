"""The pages of `docs/` as text: their code blocks, their front matter, their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"

_BLOCK = re.compile(r'^```(\w*)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A code block: its language, the name of the file that it is, its text, and where that text is in the page."""

    language: str
    title: str
    text: str
    span: tuple[int, int]


def names() -> list[str]:
    """Give every page, as its path below `docs/`."""
    return sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(text):
        yield Block(found[1], found[2] or "", found[3], found.span(3))


def front_matter(text: str) -> dict[str, Any]:
    found = _FRONT_MATTER.match(text)
    return yaml.safe_load(found[1]) if found else {}
