"""What holds for every rule: it says why and what to do, and its examples are what they claim to be."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from orogen.rules.case import Case
from orogen.rules.catalogue import CLASSES, entries
from orogen.rules.run import every_rule
from orogen.spec import codes
from orogen.spec.build import build
from tests.samples import TODAY
from tests.unit.rules.broken import STANDARD, findings

if TYPE_CHECKING:
    from orogen.rules.catalogue import Entry
    from orogen.rules.run import Rule


def _laid_over(base: Any, piece: Any) -> Any:
    """Merge mappings; a null removes a key, anything else replaces it."""
    if not (isinstance(base, dict) and isinstance(piece, dict)):
        return piece
    merged = {**base, **{key: _laid_over(base.get(key), value) for key, value in piece.items()}}
    return {key: value for key, value in merged.items() if value is not None}


def _spec(piece: str) -> str:
    return json.dumps(_laid_over(yaml.safe_load(STANDARD), yaml.safe_load(piece)), indent=2)


def _day(piece: str) -> date:
    """Give the day that a comment in the piece names: what was right grows old."""
    named = re.search(r"^# On (\d{4}-\d{2}-\d{2})\.$", piece, re.MULTILINE)
    return date.fromisoformat(named[1]) if named else TODAY


def test_the_standard_environment_is_silent() -> None:
    assert findings(STANDARD) == []


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.CODE)
def test_the_bad_example_breaks_the_rule(rule: Rule) -> None:
    assert rule.CODE in {finding.code for finding in findings(_spec(rule.BAD), _day(rule.BAD))}


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.CODE)
def test_the_good_example_is_silent(rule: Rule) -> None:
    assert findings(_spec(rule.GOOD), _day(rule.GOOD)) == []


@pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry.code)
def test_every_code_says_why_and_what_to_do(entry: Entry) -> None:
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.why.endswith(".")
    assert entry.fix.endswith(".")
    assert entry.severity in ("error", "warning")
    assert entry.code[:4] in CLASSES


def test_every_code_is_in_the_catalogue_once() -> None:
    shape = [value for name, value in vars(codes).items() if name.isupper()]
    given = [*shape, *(rule.CODE for rule in every_rule())]
    assert sorted(given) == list(entries())
    assert all(re.fullmatch("ORO[1-8][0-9]{2}", code) for code in given)


def test_an_error_is_not_a_matter_of_the_day() -> None:
    """A date must not stop an urgent render: what is right today may be warned about, never refused."""
    environment = build(yaml.safe_load(STANDARD))
    late = Case(environment, TODAY.replace(year=2099))
    assert [rule.CODE for rule in every_rule() if rule.SEVERITY == "error" and any(rule.check(late))] == []
