"""The formats of a run of drills: those of standard output by name, those of pages by the ending of their file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orogen.drills.report import html, junit, markdown
from orogen.drills.report.record import record
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from orogen.drills.report.record import Report


def as_json(report: Report) -> str:
    """Give the run as JSON."""
    return json.dumps(record(report), indent=2) + "\n"


OUTPUTS: dict[str, Callable[[Report], str]] = {"json": as_json, "junit": junit.render}
PAGES: dict[str, Callable[[Report], str]] = {".html": html.render, ".md": markdown.render, ".json": as_json}


def page_of(file: Path) -> Callable[[Report], str]:
    """Give the format of a page. Raises OrogenError for an ending that there is none for."""
    if file.suffix not in PAGES:
        raise OrogenError(
            f"`{file}`: its ending names no format", help=f"A report is a file that ends in {', '.join(PAGES)}."
        )
    return PAGES[file.suffix]
