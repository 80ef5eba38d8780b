from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from orogen.drills.report import earlier, text
from orogen.drills.report.formats import OUTPUTS, PAGES, page_of
from orogen.errors import OrogenError
from tests.unit.drills.samples import FAILED, MATRIX, NOT_RUN, PASSED, report

if TYPE_CHECKING:
    from orogen.drills.report.record import Report

ALL = report(PASSED, FAILED, NOT_RUN, MATRIX)
GOLDEN = Path(__file__).parents[2] / "golden" / "drills"


@pytest.mark.parametrize("ending", PAGES)
def test_pages_are_as_they_were(ending: str, update: bool) -> None:
    golden = GOLDEN / f"report{ending}"
    made = PAGES[ending](ALL)
    if update:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made)
    assert made == golden.read_text()


def test_a_line_tells_the_figures_and_what_is_not_as_wanted() -> None:
    assert text.render(PASSED, color=False) == (
        "passed  database-leader-killed       stood still 36.6 s of 33 s expected, 43 s at worst; "
        "0 lost, 0 twice, 12 refused of 1412 writes (108 s)"
    )
    assert text.render(FAILED, color=False).splitlines()[1:] == [
        "        acknowledged writes lost: 2; wanted: 0",
        "        lost: number 7 of web1, +0.100 s from the fault",
    ]
    assert text.render(NOT_RUN, color=False) == "not run files-primary-killed         no MongoDB package"
    assert text.render(MATRIX, color=False).endswith("1 checks (20 s)")


def test_colour_marks_the_state_alone() -> None:
    assert text.render(FAILED, color=True).startswith("\x1b[1;31mFAILED \x1b[0m cache-master-cut-off")


def test_json_has_every_figure() -> None:
    found = json.loads(OUTPUTS["json"](ALL))
    assert (found["format_version"], found["ok"], found["machine"]["cpus"]) == ("2", False, 2)
    assert [result["state"] for result in found["results"]] == ["passed", "failed", "not run", "passed"]
    assert found["results"][0]["figures"]["stopped"] == 36.6


def test_junit_counts_what_failed_and_what_was_not_run() -> None:
    root = ElementTree.fromstring(OUTPUTS["junit"](ALL))  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("4", "1", "1")
    (failure,) = root.iter("failure")
    assert failure.get("message") == "acknowledged writes lost: 2; wanted: 0"
    assert "number 7 of web1" in (failure.text or "")
    assert [case.get("name") for case in root.iter("testcase")] == [result.name for result in ALL.results]


def test_a_page_holds_what_people_wrote_as_text() -> None:
    page = PAGES[".html"](ALL)
    assert "the master&#x27;s &lt;network&gt; fails" in page
    assert "<network>" not in page
    # It needs nothing from anywhere.
    assert not any(word in page for word in ("http://", "https://", "src=", "<script", "@import", "url("))


@pytest.mark.parametrize("part", PAGES[".html"](ALL).split("<svg")[1:])
def test_charts_are_well_formed(part: str) -> None:
    assert ElementTree.fromstring("<svg" + part.partition("</svg>")[0] + "</svg>").get("class") == "chart"  # noqa: S314


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(OrogenError, match="names no format") as caught:
        page_of(Path("report.pdf"))
    assert ".html, .md, .json" in caught.value.help


def test_results_of_earlier_runs_are_read_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(OUTPUTS["json"](ALL))
    assert earlier.results(file, report()) == ALL.results
    assert earlier.results(tmp_path / "other.json", report()) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "cannot be read as a report of drills"),
        ("{}", "cannot be read as a report of drills: KeyError"),
        ('{"format_version": "1"}', "has format version 1"),
        (OUTPUTS["json"](replace(ALL, failover="fast")), "measured with another failover"),
        (OUTPUTS["json"](replace(ALL, release="5.1", machine=replace(ALL.machine, cpus=8))), "release and machine"),
        (OUTPUTS["json"](ALL).replace('"stopped"', '"stood"'), "cannot be read as a report of drills: TypeError"),
    ],
)
def test_what_is_no_report_of_these_boxes_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text)
    with pytest.raises(OrogenError, match=said) as caught:
        earlier.results(file, report())
    assert "begin it anew" in caught.value.help


@pytest.mark.parametrize(("results", "fine"), [((PASSED, NOT_RUN), True), ((PASSED, FAILED), False), ((), True)])
def test_a_run_is_fine_unless_one_failed(results: tuple[object, ...], fine: bool) -> None:
    made: Report = report(*results)  # type: ignore[arg-type]
    assert made.fine is fine
