"""How problems are shown: one format a file, all made from the same diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report import concise, full, json
from orogen.spec.diagnostic import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document

FORMATS: dict[str, Callable[[Sequence[Diagnostic], Sequence[Document], bool], str]] = {
    "full": full.render,
    "concise": concise.render,
    "json": json.render,
}


def render(diagnostics: Iterable[Diagnostic], documents: Iterable[Document], format: str, color: bool) -> str:  # noqa: A002
    """Give the problems of these specs as text that ends with a line break. The format is one of FORMATS."""
    return FORMATS[format](in_order(diagnostics), tuple(documents), color)
