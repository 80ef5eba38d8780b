from __future__ import annotations

import json
from pathlib import Path

import pytest

from orogen.report import FORMATS, render
from orogen.spec.diagnostic import Diagnostic, Span
from orogen.spec.document import Document

GOLDEN = Path(__file__).parents[2] / "golden" / "report"

FIRST = Document(
    "envs/acme.yaml", 'name: acme\ntype: "\u202eprod"\n\tzone: 中文 e\u0301 🎉 last\n' + "x" * 90 + "!" * 200
)
SECOND = Document("envs/globex.yaml", "")


def _problem(line: int, column: int, end_column: int, *, severity: str = "error", **more: str) -> Diagnostic:
    span = Span(more.pop("file", FIRST.file), line, column, int(more.pop("end_line", line)), end_column)
    words = {"code": "ORO123", "message": "`type` cannot be `x`", "help": "Did you mean `y`?", **more}
    return Diagnostic(severity="error" if severity == "error" else "warning", span=span, **words)


PROBLEMS = (
    _problem(3, 8, 15, code="ORO201", message="wide, combined and narrow characters"),
    _problem(2, 7, 14, message="a character that would turn the line around"),
    _problem(1, 1, 1, code="ORO121", message="the spec lacks `edge`", help="Add `edge:`."),
    _problem(4, 91, 94, code="ORO124", message="far to the right in a long line", help=""),
    _problem(1, 7, 2, end_line="3", message="over several lines"),
    _problem(1, 1, 5, severity="warning", code="ORO702", message="only a warning"),
    _problem(7, 1, 2, file=SECOND.file, code="ORO101", message="byte 0xff is not UTF-8", help="Save it as UTF-8."),
)


@pytest.mark.parametrize(
    ("format_name", "color", "golden"),
    [
        ("full", False, "full.txt"),
        ("full", True, "full-coloured.txt"),
        ("concise", False, "concise.txt"),
        ("concise", True, "concise-coloured.txt"),
        ("json", False, "report.json"),
        ("json", True, "report.json"),
    ],
)
def test_each_format_is_its_golden_file(update: bool, format_name: str, color: bool, golden: str) -> None:
    report = render(PROBLEMS, [FIRST, SECOND], format_name, color)
    if update:
        (GOLDEN / golden).write_text(report, encoding="utf-8")
    assert report == (GOLDEN / golden).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("problems", "documents", "last"),
    [
        ((), [FIRST], "No problems in 1 spec."),
        ((), [FIRST, SECOND], "No problems in 2 specs."),
        (PROBLEMS[:1], [FIRST], "Found 1 error in 1 spec."),
        (PROBLEMS[5:6], [FIRST], "Found 1 warning in 1 spec."),
        (PROBLEMS, [FIRST, SECOND], "Found 6 errors and 1 warning in 2 specs."),
    ],
)
@pytest.mark.parametrize("format_name", ["full", "concise"])
def test_the_last_line_counts(
    problems: tuple[Diagnostic, ...], documents: list[Document], last: str, format_name: str
) -> None:
    assert render(problems, documents, format_name, color=False).splitlines()[-1] == last


def test_json_without_problems_still_has_their_list() -> None:
    assert json.loads(render((), [FIRST], "json", color=False)) == {
        "format_version": "1",
        "error_count": 0,
        "warning_count": 0,
        "diagnostics": [],
    }


def test_errors_come_before_warnings_and_then_by_place() -> None:
    shown = json.loads(render(reversed(PROBLEMS), [FIRST, SECOND], "json", color=False))["diagnostics"]
    order = [(one["severity"], one["file"], one["line"], one["column"]) for one in shown]
    assert order == sorted(order, key=lambda one: (one[0] != "error", *one[1:]))


def test_the_same_problem_is_shown_once() -> None:
    assert render(PROBLEMS * 2, [FIRST, SECOND], "full", False) == render(PROBLEMS, [FIRST, SECOND], "full", False)


@pytest.mark.parametrize("format_name", sorted(FORMATS))
def test_nothing_that_acts_on_a_terminal_gets_out(format_name: str) -> None:
    report = render(PROBLEMS, [FIRST, SECOND], format_name, color=False)
    assert [character for character in report if not character.isprintable() and character != "\n"] == []
