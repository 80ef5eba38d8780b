"""How rules are run: over every kind of environment, and shown at what a person wrote."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, get_args

import pytest

from orogen.rules.run import every_rule
from orogen.spec.environment import EnvironmentType
from tests.unit import rules as tests
from tests.unit.rules.broken import Broken, findings
from tests.unit.spec.texts import EXAMPLES, covered, minimal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZONES = "[europe-west1-b, europe-west1-c, europe-west1-d]"


@pytest.mark.parametrize("edition", ["enterprise", "community"])
@pytest.mark.parametrize("environment_type", get_args(EnvironmentType))
def test_the_standard_topologies_are_silent(environment_type: str, edition: str) -> None:
    text = minimal(("type: production", f"type: {environment_type}"), ("  url", f"  edition: {edition}\n  url"))
    assert findings(text) == []


@pytest.mark.parametrize("environment_type", ["testing", "development"])
def test_one_zone_is_enough_for_what_need_not_survive(environment_type: str) -> None:
    assert findings(minimal(("type: production", f"type: {environment_type}"), (ZONES, "[europe-west1-b]"))) == []


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yaml")), ids=lambda example: example.stem)
def test_every_example_is_silent(example: Path) -> None:
    assert findings(example.read_text(encoding="utf-8")) == []


def test_a_default_is_shown_where_it_comes_from() -> None:
    """Two zones are too few for the standard topology: nobody wrote its node types."""
    text = minimal((ZONES, "[europe-west1-b, europe-west1-c]"))
    assert {covered(text, finding.span) for finding in findings(text)} == {"[europe-west1-b, europe-west1-c]"}
    text = minimal(("domain: acme-prod", f"domain: {'a' * 45}"))
    (finding,) = findings(text)
    assert covered(text, finding.span) == "production"


def test_every_rule_has_a_case() -> None:
    modules = (import_module(f"{tests.__name__}.{found.name}") for found in pkgutil.iter_modules(tests.__path__))
    tested = {broken.code for module in modules for table in vars(module).values() for broken in _broken_in(table)}
    assert tested == {rule.CODE for rule in every_rule()}


def _broken_in(table: object) -> Iterator[Broken]:
    if isinstance(table, Broken):
        yield table
    elif isinstance(table, list | tuple):
        for entry in table:
            yield from _broken_in(entry)
