"""For the test reports of GitLab and Jenkins: the environment is a suite, a drill is a test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from orogen.drills.report.text import figures
from orogen.report.excerpt import printable

if TYPE_CHECKING:
    from orogen.drills.model import Result
    from orogen.drills.report.record import Report


def render(report: Report) -> str:
    """Give the run as XML."""
    root = Element("testsuites", name="orogen drill")
    suite = SubElement(
        root, "testsuite", name=report.environment, timestamp=min((result.at for result in report.results), default="")
    )
    for result in report.results:
        _add(suite, report.environment, result)
    for element in (root, suite):
        element.set("tests", str(len(report.results)))
        element.set("failures", str(report.count("failed")))
        element.set("errors", "0")
        element.set("skipped", str(report.count("not run")))
        element.set("time", f"{sum(result.seconds for result in report.results):.1f}")
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add(suite: Element, environment: str, result: Result) -> None:
    case = SubElement(
        suite, "testcase", name=result.name, classname=f"orogen.{environment}", time=f"{result.seconds:.1f}"
    )
    wrong = [f"{check.what}: {check.measured}; wanted: {check.wanted}" for check in result.checks if not check.fine]
    if result.state == "failed":
        failure = SubElement(case, "failure", type="failed", message=printable(result.reason or wrong[0]))
        failure.text = printable("\n".join([*wrong, *result.notes]))
    elif result.state == "not run":
        SubElement(case, "skipped", message=printable(result.reason))
    else:
        SubElement(case, "system-out").text = printable(figures(result))
