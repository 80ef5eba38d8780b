"""Runs every rule there is: a module of this package with a CODE is one."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from orogen import rules
from orogen.spec.diagnostic import Diagnostic, Severity
from orogen.spec.document import has, key_span, value_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.finding import Finding
    from orogen.spec.diagnostic import Span
    from orogen.spec.document import Document
    from orogen.spec.environment import Environment


class Rule(Protocol):
    """A module that states one rule, why it is there, and how to satisfy it."""

    CODE: str
    TITLE: str
    WHY: str
    FIX: str
    SEVERITY: Severity

    def check(self, environment: Environment) -> Iterator[Finding]:
        """Give every breach of the rule."""


@cache
def every_rule() -> tuple[Rule, ...]:
    """Give all rules, by code."""
    modules = (import_module(f"{rules.__name__}.{found.name}") for found in pkgutil.iter_modules(rules.__path__))
    return tuple(sorted((cast("Rule", m) for m in modules if hasattr(m, "CODE")), key=lambda rule: rule.CODE))


def check_rules(environment: Environment, document: Document) -> tuple[Diagnostic, ...]:
    """Give all that the rules find, with its place in the spec's text."""
    return tuple(
        Diagnostic(
            code=rule.CODE,
            severity=rule.SEVERITY,
            message=finding.message,
            help=finding.help,
            span=_span(document, finding),
        )
        for rule in every_rule()
        for finding in rule.check(environment)
    )


def _span(document: Document, finding: Finding) -> Span:
    # A section that is not written follows from the environment's type: that is what a person wrote about it.
    if not has(document, finding.path[:1]):
        return value_span(document, ("type",))
    return key_span(document, finding.path) if finding.at_key else value_span(document, finding.path)
