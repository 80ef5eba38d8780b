"""A spec's text as data that still knows where each value stands."""

from __future__ import annotations

from typing import Any

import yaml

from orogen.frozen import dataclass
from orogen.spec import codes
from orogen.spec.compose import Excess, compose
from orogen.spec.construct import construct
from orogen.spec.diagnostic import Diagnostic, Span
from orogen.spec.nodes import Path, is_inline, span_of, steps_along
from orogen.spec.source import LINE_BREAK, Source, read_source

Problems = tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One spec: its text and, where that is YAML, its nodes and its data. `root` is None where it is not."""

    file: str
    text: str
    root: yaml.Node | None = None
    data: Any = None

    @property
    def lines(self) -> list[str]:
        """The text's lines, counted as YAML counts them."""
        return LINE_BREAK.split(self.text)


def load(source: str) -> tuple[Document, Problems]:
    """Read one spec from a file, or from standard input for `-`. Raises OrogenError when it cannot be read at all."""
    text, problems = read_source(source)
    return (Document(text.file, text.text), problems) if problems else parse(text)


def parse(source: Source) -> tuple[Document, Problems]:
    """Make a document from text, with all that is wrong with it as YAML."""
    unread = Document(source.file, source.text)
    try:
        root = compose(source.text)
    except yaml.YAMLError as error:
        from orogen.spec.syntax import syntax_error

        return unread, (syntax_error(source, error),)
    if isinstance(root, Excess):
        span = Span(source.file, root.line, root.column, root.line, root.column + 1)
        return unread, (Diagnostic(code=root.code, message=root.message, help=root.help, span=span),)
    if root is None:
        return unread, (_empty(source.file),)
    problems: list[Diagnostic] = []
    data = construct(source.file, root, problems)
    return Document(source.file, source.text, root, data), tuple(problems)


def value_span(document: Document, path: Path) -> Span:
    """Give the place of a value, or of its key where the value is empty or a block of lines.

    Where the path leads nowhere: the last key on the way, or the start of the file.
    """
    return _span(document, path, of_key=False)


def key_span(document: Document, path: Path) -> Span:
    """Give the place of the key at the end of a path. An item of a list has no key and stands for itself."""
    return _span(document, path, of_key=True)


def has(document: Document, path: Path) -> bool:
    """Say whether the text itself holds something at this path."""
    return len(steps_along(document.root, path)) == len(path)


def _span(document: Document, path: Path, *, of_key: bool) -> Span:
    steps = steps_along(document.root, path)
    if not steps:
        return Span(document.file)
    key, value = steps[-1]
    at_value = len(steps) == len(path) and not of_key and is_inline(value)
    return span_of(document.file, value if at_value or key is None else key)


def _empty(file: str) -> Diagnostic:
    return Diagnostic(
        code=codes.EMPTY,
        message="the file is empty",
        help="A spec needs version, name, type, application, location and edge.",
        span=Span(file),
    )
