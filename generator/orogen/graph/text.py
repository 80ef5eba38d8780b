"""How wide text is: no font is at hand, so each character counts as wide as in the widest font of the stack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

# Hundredths of the font's size. DejaVu Sans is the widest font that the stack leads to; Arial is the narrowest.
_WIDTHS = {
    30: "'Iijl",
    35: " ,./:;\\|·",
    40: "()-[]ft",
    45: "!r",
    50: '"*J`',
    55: "csz",
    60: "?L_kvxy–",
    65: "$0123456789FTabdeghnopqu{}",
    70: "ABEKPSVXYZ",
    75: "CNRU",
    80: "&DGHOQ",
    85: "#+<=>^w~×",
    90: "M",
}
_OTHER = 105
_BOLD = 9
_MONOSPACED = 62
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
_WORDS = re.compile(r"\S+\s*")
_PIECES = re.compile(r"[^./:,@-]*[./:,@-]*\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A way of writing: its size in pixels, its weight, and whether all characters are equally wide."""

    size: int
    bold: bool = False
    monospaced: bool = False

    def width(self, text: str) -> int:
        """Give the pixels that a text needs at most."""
        if self.monospaced:
            return ceil(len(text) * _MONOSPACED * self.size / 100)
        extra = _BOLD if self.bold else 0
        return ceil(sum(_WIDTH.get(character, _OTHER) + extra for character in text) * self.size / 100)

    def wrap(self, text: str, width: int) -> tuple[str, ...]:
        """Cut a text into lines no wider than this: between words, and a longer word after a mark or anywhere."""
        lines = [""]
        for part in (part for word in _WORDS.findall(text) for part in self._parts(word, width)):
            if lines[-1] and not self._fits(lines[-1] + part, width):
                lines.append("")
            lines[-1] += part
        return tuple(line.rstrip() for line in lines)

    def _parts(self, word: str, width: int) -> list[str]:
        if self._fits(word, width):
            return [word]
        pieces = [piece for piece in _PIECES.findall(word) if piece]
        return [part for piece in pieces for part in ([piece] if self._fits(piece, width) else piece)]

    def _fits(self, text: str, width: int) -> bool:
        return self.width(text.rstrip()) <= width
