from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.report import FORMATS, chosen, render
from tests.unit.report.samples import DOCUMENTS, FAR, FIRST, GOLDEN, OVERLAP, PROBLEMS, SECOND, WARNING

if TYPE_CHECKING:
    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document

GOLDENS = [
    ("full", False, "full.txt"),
    ("full", True, "full-coloured.txt"),
    ("concise", False, "concise.txt"),
    ("concise", True, "concise-coloured.txt"),
    *(("github", color, "github.txt") for color in (False, True)),
    *(("json", color, "report.json") for color in (False, True)),
    *(("junit", color, "junit.xml") for color in (False, True)),
    *(("sarif", color, "sarif.json") for color in (False, True)),
]


@pytest.mark.parametrize(("form", "color", "golden"), GOLDENS)
def test_each_format_is_its_golden_file(update: bool, form: str, color: bool, golden: str) -> None:
    report = render(PROBLEMS, DOCUMENTS, form, color).replace(f"file={Path.cwd()}/", "file=/repo/")
    if update:
        (GOLDEN / golden).write_text(report, encoding="utf-8")
    assert report == (GOLDEN / golden).read_text(encoding="utf-8")


def test_every_format_has_a_golden_file() -> None:
    assert {form for form, _, _ in GOLDENS} == set(FORMATS)


@pytest.mark.parametrize(
    ("problems", "documents", "last"),
    [
        ((), [FIRST], "No problems in 1 spec."),
        ((), [FIRST, SECOND], "No problems in 2 specs."),
        ((FAR,), [FIRST], "Found 1 error in 1 spec."),
        ((WARNING,), [FIRST], "Found 1 warning in 1 spec."),
        (PROBLEMS, DOCUMENTS, "Found 8 errors and 1 warning in 3 specs."),
    ],
)
@pytest.mark.parametrize("form", ["full", "concise", "github"])
def test_the_last_line_counts(
    problems: tuple[Diagnostic, ...], documents: list[Document], last: str, form: str
) -> None:
    assert render(problems, documents, form, color=False).splitlines()[-1] == last


def test_json_without_problems_still_has_their_list() -> None:
    assert json.loads(render((), [FIRST], "json", color=False)) == {
        "format_version": "1",
        "error_count": 0,
        "warning_count": 0,
        "diagnostics": [],
    }


def test_json_keeps_the_keys_that_are_promised() -> None:
    shown = json.loads(render([OVERLAP, FAR], DOCUMENTS, "json", color=False))["diagnostics"]
    place = ["file", "line", "column", "end_line", "end_column"]
    assert [list(one) for one in shown] == [["code", "severity", "message", "help", *place, "related"]] * 2
    assert [list(one) for one in shown[1]["related"]] == [["message", *place]] * 2
    assert shown[0]["related"] == []


def test_errors_come_before_warnings_and_then_by_place() -> None:
    shown = json.loads(render(reversed(PROBLEMS), DOCUMENTS, "json", color=False))["diagnostics"]
    order = [(one["severity"], one["file"], one["line"], one["column"]) for one in shown]
    assert order == sorted(order, key=lambda one: (one[0] != "error", *one[1:]))


def test_the_same_problem_is_shown_once() -> None:
    assert render(PROBLEMS * 2, DOCUMENTS, "full", False) == render(PROBLEMS, DOCUMENTS, "full", False)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_acts_on_a_terminal_gets_out(form: str) -> None:
    report = render(PROBLEMS, DOCUMENTS, form, color=False)
    assert [character for character in report if not character.isprintable() and character != "\n"] == []
    assert report.encode("utf-8")


@pytest.mark.parametrize(
    ("form", "variables", "meant"),
    [
        ("auto", {}, "full"),
        ("auto", {"CI": "true", "GITHUB_ACTIONS": "false"}, "full"),
        ("auto", {"GITHUB_ACTIONS": "true"}, "github"),
        ("concise", {"GITHUB_ACTIONS": "true"}, "concise"),
    ],
)
def test_auto_is_github_in_its_actions(form: str, variables: dict[str, str], meant: str) -> None:
    assert chosen(form, variables) == meant
