"""Whether a text is a right spec: the checks that `orogen validate` makes, without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.spec.diagnostic import has_errors
from orogen.spec.document import parse
from orogen.spec.read import judge
from orogen.spec.source import Source

if TYPE_CHECKING:
    from datetime import date

    from orogen.spec.read import Reading


def checked(text: str, file: str, today: date) -> Reading:
    """Read a text as the spec of a file."""
    return judge(*parse(Source(file, text)), today)


def first_error(text: str, today: date) -> str:
    """Give the first error of a spec in words, with what to do; nothing where there is none."""
    found = checked(text, "", today).diagnostics
    return f"{found[0].message}. {found[0].help}" if has_errors(found) else ""
