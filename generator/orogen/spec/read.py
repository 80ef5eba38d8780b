"""From spec files to environments: everything that is wrong with each, and with all of them together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.rules.run import check_rules
from orogen.spec import codes
from orogen.spec.build import build
from orogen.spec.diagnostic import Diagnostic, Related, has_errors, in_order
from orogen.spec.document import Document, load, value_span
from orogen.spec.shape import check_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from orogen.spec.environment import Environment


@dataclass(frozen=True, slots=True)
class Reading:
    """One spec as read. The environment is None where an error forbids to go on; warnings do not."""

    document: Document
    environment: Environment | None
    diagnostics: tuple[Diagnostic, ...]


def read(source: str, today: date) -> Reading:
    """Read one spec file, or standard input for `-`, and judge it on a day.

    Raises OrogenError when it cannot be read at all.
    """
    return judge(*load(source), today)


def judge(document: Document, problems: tuple[Diagnostic, ...], today: date) -> Reading:
    """Judge a document on a day; the problems are those that it has as YAML."""
    if document.root is None:
        return Reading(document, None, problems)
    # What is unclear as text is reported once, not again for what it, or what holds it, was taken for.
    unclear = tuple(problem.span for problem in problems)
    misfits = (one for one in check_shape(document) if not any(one.span.holds(span) for span in unclear))
    problems = (*problems, *misfits)
    if has_errors(problems):
        return Reading(document, None, in_order(problems))
    environment = build(document.data)
    found = in_order(check_rules(environment, document, today))
    return Reading(document, None if has_errors(found) else environment, found)


def read_all(sources: Iterable[str], today: date) -> tuple[Reading, ...]:
    """Read several specs that render into one control repo; names, domains and tunnels must differ. Each file once."""
    return together(read(source, today) for source in dict.fromkeys(sources))


def together(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Add what is wrong with each spec beside those before it."""
    readings = list(readings)
    return tuple(_against(reading, readings[:index]) for index, reading in enumerate(readings))


def _against(reading: Reading, earlier: list[Reading]) -> Reading:
    found = tuple(_collisions(reading, earlier))
    if not found:
        return reading
    return replace(reading, environment=None, diagnostics=in_order((*reading.diagnostics, *found)))


@dataclass(frozen=True, slots=True)
class _Unique:
    """Something that no two environments of a control repo share, where it stands, and why. None is shared by many."""

    code: str
    path: tuple[str, ...]
    of: Callable[[Environment], str | None]
    why: str


_UNIQUE = (
    _Unique(codes.SAME_NAME, ("name",), lambda e: e.name, "An environment's data is kept under its name"),
    _Unique(
        codes.SAME_DOMAIN, ("location", "domain"), lambda e: e.location.domain, "Nodes are told apart by their domain"
    ),
    _Unique(
        codes.SAME_TUNNEL,
        ("edge", "tunnel"),
        lambda e: e.edge.tunnel,
        "Cloudflare hands each visitor of a tunnel to any environment at its end",
    ),
)


def _collisions(reading: Reading, earlier: list[Reading]) -> Iterator[Diagnostic]:
    if reading.environment is None:
        return
    for unique in _UNIQUE:
        value = unique.of(reading.environment)
        for other in earlier:
            if value and other.environment and unique.of(other.environment) == value:
                yield Diagnostic(
                    code=unique.code,
                    message=f"`{'.'.join(unique.path)}` is `{value}` in {other.document.file} too",
                    help=f"{unique.why}: choose another.",
                    span=value_span(reading.document, unique.path),
                    related=(Related(value_span(other.document, unique.path), "the other one"),),
                )
                break
