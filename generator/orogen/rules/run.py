"""Runs every rule there is: a module of this package with a CODE is one."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from orogen import rules
from orogen.rules.case import Case
from orogen.spec.diagnostic import Diagnostic, Related, Severity
from orogen.spec.document import has, key_span, value_span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from orogen.rules.finding import Finding, Path
    from orogen.spec.diagnostic import Span
    from orogen.spec.document import Document
    from orogen.spec.environment import Environment

# Rules from this code on look at the environment as it is laid out on machines; those before say whether it can be.
FIRST_OF_PLAN = "ORO400"
_LAYOUT = ("nodes", "location")


class Rule(Protocol):
    """A module that states one rule: why it is there, how to satisfy it, and a piece of a spec before and after that.

    `BAD` and `GOOD` are YAML that is laid over the standard production environment.
    """

    CODE: str
    TITLE: str
    WHY: str
    FIX: str
    BAD: str
    GOOD: str
    SEVERITY: Severity

    def check(self, case: Case) -> Iterator[Finding]:
        """Give every breach of the rule."""


@cache
def every_rule() -> tuple[Rule, ...]:
    """Give all rules, by code."""
    modules = (import_module(f"{rules.__name__}.{found.name}") for found in pkgutil.iter_modules(rules.__path__))
    return tuple(sorted((cast("Rule", m) for m in modules if hasattr(m, "CODE")), key=lambda rule: rule.CODE))


def check_rules(environment: Environment, document: Document, today: date) -> tuple[Diagnostic, ...]:
    """Give all that the rules find and the spec does not accept, with its place in the spec's text."""
    case = Case(environment, today)
    accepted = {acceptance.code for acceptance in environment.accept}
    found = tuple(_found(case))
    return tuple(
        _diagnostic(document, rule, finding)
        for rule, finding in found
        if rule.SEVERITY == "error" or rule.CODE not in accepted
    )


def _found(case: Case) -> Iterator[tuple[Rule, Finding]]:
    cannot_be_laid_out = False
    for rule in every_rule():
        if cannot_be_laid_out and rule.CODE >= FIRST_OF_PLAN:
            return
        for finding in rule.check(case):
            first = rule.CODE < FIRST_OF_PLAN and rule.SEVERITY == "error"
            cannot_be_laid_out |= first and finding.path[0] in _LAYOUT
            yield rule, finding


def _diagnostic(document: Document, rule: Rule, finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=rule.CODE,
        severity=rule.SEVERITY,
        message=finding.message,
        help=finding.help,
        span=_span(document, finding.path, finding.at_key),
        related=tuple(Related(_span(document, path), message) for path, message in finding.related),
    )


def _span(document: Document, path: Path, at_key: bool = False) -> Span:
    # A section that is not written follows from the environment's type: that is what a person wrote about it.
    if not has(document, path[:1]):
        return value_span(document, ("type",))
    return key_span(document, path) if at_key else value_span(document, path)
