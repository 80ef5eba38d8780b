"""Goldens of what the tool prints: `--update` writes them anew."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "golden/maintenance"


def same(name: str, text: str, *, update: bool) -> None:
    """Compare with a golden."""
    if update:
        (FOLDER / name).write_text(text)
    assert text == (FOLDER / name).read_text()
