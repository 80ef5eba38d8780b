"""Every text is readable on what it stands on, on a light and on a dark page (WCAG 2.1, level AA: 4.5 to 1)."""

from __future__ import annotations

import pytest

from orogen.graph.style import _COLOURS

STATES = ("stays", "fails-over", "degraded", "down")
ROWS = ("application", "stores", "operations")
GROUNDS = {
    "text": [
        *(".page", ".region", ".zone", ".outside", ".card", ".stripe", ".plain", *(f".band.{row}" for row in ROWS)),
        *(f"rect.chip.{name}" for name in (*ROWS, *STATES)),
    ],
    "text.muted": [".page", ".region", ".zone", ".outside", ".card", *(f".band.{row}" for row in ROWS)],
    "text.lost": [".zone", ".card.lost", "rect.chip.lost"],
    "text.backup": ["rect.pill.backup"],
    "text.stays, text.fails-over, text.degraded, text.down": [f"rect.pill.{state}" for state in STATES],
    **{f"text.{row}": [".region", ".zone"] for row in ROWS},
}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text, all_ in GROUNDS.items() for ground in all_])
def test_text_is_readable(text: str, ground: str, scheme: int) -> None:
    pair = [luminance(_COLOURS[selector]["fill"][scheme]) + 0.05 for selector in (text, ground)]
    assert max(pair) / min(pair) >= 4.5
