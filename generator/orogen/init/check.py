"""Whether a text is a right spec: the checks that `orogen validate` makes, without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.run import check_rules
from orogen.spec.build import build
from orogen.spec.diagnostic import has_errors, in_order
from orogen.spec.document import parse
from orogen.spec.shape import check_shape
from orogen.spec.source import Source

if TYPE_CHECKING:
    from datetime import date

    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document


def checked(text: str, file: str, today: date) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Read a text as the spec of a file, and give what is wrong with it, errors first."""
    document, problems = parse(Source(file, text))
    if document.root is not None:
        problems = (*problems, *check_shape(document))
    if not has_errors(problems):
        problems = (*problems, *check_rules(build(document.data), document, today))
    return document, in_order(problems)


def first_error(text: str, today: date) -> str:
    """Give the first error of a spec in words, with what to do; nothing where there is none."""
    _, found = checked(text, "", today)
    return f"{found[0].message}. {found[0].help}" if has_errors(found) else ""
