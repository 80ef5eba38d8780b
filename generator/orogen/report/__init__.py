"""How problems are shown: one format a file, all made from the same diagnostics."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from orogen.spec.diagnostic import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document

FORMATS = ("full", "concise", "github", "json", "junit", "sarif")
"""Each is a module of this package with a function `render`, and is imported when it is asked for."""


def render(diagnostics: Iterable[Diagnostic], documents: Iterable[Document], format: str, color: bool) -> str:  # noqa: A002
    """Give the problems of these specs as text that ends with a line break. The format is one of FORMATS."""
    renderer: Callable[[Sequence[Diagnostic], Sequence[Document], bool], str]
    renderer = import_module(f"{__name__}.{format}").render
    return renderer(in_order(diagnostics), tuple(documents), color)


def chosen(form: str, variables: Mapping[str, str]) -> str:
    """Give the format that is meant: `auto` is github where these environment variables tell of it, else full."""
    if form != "auto":
        return form
    return "github" if variables.get("GITHUB_ACTIONS") == "true" else "full"
