"""A line of a spec as a terminal can show it, with an underline of the same width."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from orogen.frozen import dataclass

LONGEST = 120
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a line and the underline that goes below it."""

    text: str
    underline: str


def excerpt(line: str, column: int, end_column: int | None, mark: str = "^") -> Excerpt:
    """Show a line, or the part of a long one around the column, and underline from there to the end column.

    Without an end column the underline goes to the end of the line. At least one character is underlined.
    """
    first = max(column - 1 - _BEFORE, 0) if len(line) > LONGEST else 0
    last = min(first + LONGEST, len(line))
    start = min(column - 1, last)
    end = max(min(len(line.rstrip()) + 1 if end_column is None else end_column, last + 1) - 1, start)
    cut_before, cut_after = "…" * (first > 0), "…" * (last < len(line))
    before, marked, after = (_visible(part) for part in (line[first:start], line[start:end], line[end:last]))
    indent = " " * (len(cut_before) + _width(before))
    return Excerpt(
        text=f"{cut_before}{before}{marked}{after}{cut_after}".rstrip(),
        underline=f"{indent}{mark * max(_width(marked), 1)}",
    )


def printable(text: str) -> str:
    """Replace what a terminal would act on or hide: direction marks, line breaks, bytes of a name that are no text."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def _visible(text: str) -> str:
    return printable(text.replace("\t", "    "))


def _width(text: str) -> int:
    return sum(0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1 for character in text)
