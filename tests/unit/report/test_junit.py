from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from orogen.report import render
from tests.unit.report.samples import DOCUMENTS, FIRST, LONG, ODD, PIPED, PROBLEMS, REVERSED, SECOND, WARNING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document


def _report(problems: Sequence[Diagnostic], documents: Sequence[Document] = DOCUMENTS) -> Element:
    return ElementTree.fromstring(render(problems, documents, "junit", color=False))  # noqa: S314 - our own


def _names(report: Element) -> list[str | None]:
    return [case.get("name") for case in report.iter("testcase")]


def test_a_spec_without_problems_is_a_suite_with_a_test_that_passes() -> None:
    report = _report((), [FIRST, SECOND])
    assert [suite.get("name") for suite in report] == ["envs/acme.yaml", "envs/globex, 50%: \\udcff\\x1b.yaml"]
    assert _names(report) == ["no problems"] * 2
    assert (report.get("tests"), report.get("failures")) == ("2", "0")


def test_all_problems_of_a_code_are_one_test() -> None:
    report = _report([LONG, REVERSED], [FIRST])
    assert _names(report) == ["ORO123 Not a choice"]
    (failure,) = report.iter("failure")
    assert failure.get("message") == "over several lines and 1 more"
    assert failure.text
    assert "over several lines" in failure.text
    assert "turn the line around" in failure.text


def test_a_warning_passes_with_its_words() -> None:
    report = _report([WARNING], [FIRST])
    assert (report.get("tests"), report.get("failures")) == ("1", "0")
    (words,) = report.iter("system-out")
    assert words.text
    assert "warning[ORO702] only a warning" in words.text


def test_no_two_tests_have_one_name() -> None:
    cases = [(case.get("classname"), case.get("name")) for case in _report(PROBLEMS).iter("testcase")]
    assert len(cases) == len(set(cases))


def test_jenkins_sees_the_whole_file_in_the_name_of_a_class() -> None:
    classes = [case.get("classname", "").rpartition(".") for case in _report((), [FIRST, PIPED]).iter("testcase")]
    assert [(package, name) for package, _, name in classes] == [("orogen", "envs/acme_yaml"), ("orogen", "<stdin>")]


def test_any_text_is_valid_xml() -> None:
    (failure,) = _report([ODD], [SECOND]).iter("failure")
    assert failure.get("message") == "::error::100%, \\r\\nor `]]>` & <so> on \\x1b[31m"


def test_the_counts_are_those_of_the_suites() -> None:
    report = _report(PROBLEMS)
    for name in ("tests", "failures"):
        assert int(report.get(name, "")) == sum(int(suite.get(name, "")) for suite in report)
    assert (report.get("tests"), report.get("failures")) == ("8", "7")
