"""The last line of a report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document


def count_line(diagnostics: Sequence[Diagnostic], documents: Sequence[Document]) -> str:
    """Say how many problems there are of each severity, and in how many specs they were looked for."""
    found = Counter(diagnostic.severity for diagnostic in diagnostics)
    counts = [_counted(found[severity], severity) for severity in ("error", "warning") if found[severity]]
    where = _counted(len(documents), "spec")
    return f"Found {' and '.join(counts)} in {where}." if counts else f"No problems in {where}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
