"""Checks a document against the schema and says in its own words what does not fit: one mistake, one message."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from orogen.data import SCHEMA
from orogen.spec import codes
from orogen.spec.diagnostic import Diagnostic
from orogen.spec.document import key_span, value_span
from orogen.spec.misfit import Violation, misfits
from orogen.spec.network import is_address, is_network

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema import Validator
    from jsonschema.exceptions import ValidationError

    from orogen.spec.document import Document
    from orogen.spec.misfit import Misfit, Path

MOST = 100


def check_shape(document: Document) -> tuple[Diagnostic, ...]:
    """Give all that does not fit the schema, and no more than the first 100 of it."""
    found = list(islice(_first_of_each_place(document.data), MOST + 1))
    problems = [_diagnostic(document, misfit) for misfit in _without_echoes(found[:MOST])]
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


def _first_of_each_place(data: Any) -> Iterator[Misfit]:
    """Give mistakes, but not a second one about the same value: `6.1` is no text, so it is no known release either."""
    seen: set[tuple[Path, str]] = set()
    for error in validator().iter_errors(data):
        for misfit in misfits(_violation(error)):
            place = (misfit.path, misfit.meant if misfit.at_key else "")
            if place not in seen:
                seen.add(place)
                yield misfit


def _without_echoes(found: Iterable[Misfit]) -> Iterator[Misfit]:
    """Leave out a missing key where it is only misspelt: `adress` is unknown, and so `address` is missing."""
    misspelt = {(*misfit.path[:-1], misfit.meant) for misfit in found if misfit.code == codes.UNKNOWN_KEY}
    for misfit in found:
        if misfit.code != codes.MISSING_KEY or (*misfit.path, misfit.meant) not in misspelt:
            yield misfit


def _violation(error: ValidationError) -> Violation:
    return Violation(
        keyword=str(error.validator),
        argument=error.validator_value,
        schema=cast("dict[str, Any]", error.schema),
        path=tuple(error.absolute_path),
        value=error.instance,
        of_name="propertyNames" in error.absolute_schema_path,
    )


def _diagnostic(document: Document, misfit: Misfit) -> Diagnostic:
    place = key_span if misfit.at_key else value_span
    return Diagnostic(code=misfit.code, message=misfit.message, help=misfit.help, span=place(document, misfit.path))


@cache
def validator() -> Validator:
    """Give the schema's validator. It reads `$` as the end of the text, not of a line before a last line break."""
    from jsonschema import Draft202012Validator, FormatChecker, validators  # 70 ms that `--help` need not spend

    formats = FormatChecker(formats=())
    formats.checks("ipv4")(is_address)
    formats.checks("ipv4-network")(is_network)
    kind = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {"pattern": _pattern},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
    )
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return cast("Validator", kind(schema, format_checker=formats))


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[Any]:
    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError("pattern")
