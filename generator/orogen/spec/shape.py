"""Checks a document against the schema and says in its own words what does not fit: one mistake, one message."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from orogen.data import SCHEMA
from orogen.spec import codes
from orogen.spec.diagnostic import Diagnostic, Related
from orogen.spec.document import key_span, value_span
from orogen.spec.schema import violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.spec.document import Document
    from orogen.spec.misfit import Misfit
    from orogen.spec.schema import Path, Schema

MOST = 100


def check_shape(document: Document) -> tuple[Diagnostic, ...]:
    """Give all that does not fit the schema, and no more than the first 100 of it."""
    found = list(islice(_first_of_each_place(document.data), MOST + 1))
    if not found:
        return ()
    from orogen.spec.misplaced import gathered

    mistakes = _without_echoes(gathered(found[:MOST], document.data, spec_schema()))
    problems = [_diagnostic(document, misfit) for misfit in mistakes]
    if len(found) > MOST:
        problems.append(
            Diagnostic(
                code=codes.TOO_MANY_PROBLEMS,
                message=f"there are more than {MOST} problems, and the others are not shown",
                help="Repair these and check again.",
                span=value_span(document, ()),
            )
        )
    return tuple(problems)


@cache
def spec_schema() -> Schema:
    """Give the schema of a spec."""
    schema: Schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def _first_of_each_place(data: Any) -> Iterator[Misfit]:
    """Give mistakes, but not a second one about the same value: `6.1` is no text, so it is no known release either."""
    seen: set[tuple[Path, str]] = set()
    for violation in violations(data, spec_schema()):
        from orogen.spec.misfit import misfits  # 2 ms that only a mistake costs

        for misfit in misfits(violation):
            place = (misfit.path, misfit.meant if misfit.at_key else "")
            if place not in seen:
                seen.add(place)
                yield misfit


def _without_echoes(found: Iterable[Misfit]) -> Iterator[Misfit]:
    """Leave out a missing key where it is only misspelt: `adress` is unknown, and so `address` is missing."""
    found = list(found)
    misspelt = {(*misfit.path[:-1], misfit.meant) for misfit in found if misfit.code == codes.UNKNOWN_KEY}
    for misfit in found:
        if misfit.code != codes.MISSING_KEY or (*misfit.path, misfit.meant) not in misspelt:
            yield misfit


def _diagnostic(document: Document, misfit: Misfit) -> Diagnostic:
    place = key_span if misfit.at_key else value_span
    first = misfit.first
    return Diagnostic(
        code=misfit.code,
        message=misfit.message,
        help=misfit.help,
        span=place(document, misfit.path),
        related=(Related(value_span(document, first), "the first one"),) if first else (),
    )
