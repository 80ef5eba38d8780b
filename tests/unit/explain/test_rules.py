from __future__ import annotations

import json

import pytest

from orogen.explain.rules import find, rule_json, rule_text, rules_json, rules_markdown, rules_text
from orogen.rules.catalogue import Entry
from tests.unit.explain.test_text import compare

FIRST = Entry(
    code="ORO120",
    severity="error",
    title="Unknown key",
    why="A key that nothing reads is a wish that nobody fulfils: " + "the value that was meant stays unset. " * 4,
    fix="Correct the key.",
)
SECOND = Entry(
    code="ORO404",
    severity="warning",
    title="Two voters",
    why="Neither is a majority.",
    fix="Have three.",
    bad="nodes:\n  queue: {count: 2}\n",
    good="nodes:\n  queue: {count: 3}\n",
)
ENTRIES = {entry.code: entry for entry in (FIRST, SECOND)}


@pytest.mark.parametrize("word", ["ORO404", "oro404", "404", "Oro404"])
def test_a_code_may_be_written_short_or_small(word: str) -> None:
    assert find(word, ENTRIES) == SECOND


@pytest.mark.parametrize("word", ["405", "ORO", "", "ORO404x"])
def test_another_word_is_no_code(word: str) -> None:
    assert find(word, ENTRIES) is None


@pytest.mark.parametrize(
    ("entry", "color", "golden"),
    [(FIRST, False, "rule.txt"), (SECOND, False, "rule-examples.txt"), (SECOND, True, "rule-coloured.txt")],
)
def test_a_rule_is_its_golden_file(update: bool, entry: Entry, color: bool, golden: str) -> None:
    compare(rule_text(entry, color), golden, update)


@pytest.mark.parametrize(("color", "golden"), [(False, "rules.txt"), (True, "rules-coloured.txt")])
def test_all_rules_stand_below_their_classes(update: bool, color: bool, golden: str) -> None:
    compare(rules_text(ENTRIES.values(), color), golden, update)


def test_all_rules_as_a_page(update: bool) -> None:
    compare(rules_markdown(ENTRIES.values()), "rules.md", update)


def test_json_has_the_class_and_everything_of_the_entry() -> None:
    record = json.loads(rule_json(SECOND))
    assert record == {
        "format_version": "1",
        "code": "ORO404",
        "severity": "warning",
        "title": "Two voters",
        "why": "Neither is a majority.",
        "fix": "Have three.",
        "bad": SECOND.bad,
        "good": SECOND.good,
        "class": "Survival",
    }
    answer = json.loads(rules_json(ENTRIES.values()))
    assert [rule["code"] for rule in answer["rules"]] == ["ORO120", "ORO404"]
    assert answer["rules"][1]["class"] == "Survival"
