"""Results on standard output, as text or as JSON; both are made from the same record."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FORMAT_VERSION = "1"
Record = dict[str, Any]


def show(record: Record, form: str, text: Callable[[Record], Iterable[str]]) -> None:
    """Print a record."""
    if form == "json":
        print(json.dumps({"format_version": FORMAT_VERSION, **record}, indent=2))
    else:
        for line in text(record):
            print(line.rstrip())


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Give lines with columns as wide as what is in them; nothing when there are no rows."""
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(len(row[place]) for row in [list(head), *cells]) for place in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [list(head), *cells]
    ]


def say(text: str) -> None:
    """Tell what happens, on standard error."""
    print(text, file=sys.stderr, flush=True)
