"""For the test reports of GitLab and Jenkins: a spec is a test suite, and what is found in it are its tests."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from orogen.report.excerpt import printable
from orogen.report.full import problem_lines
from orogen.report.style import PLAIN
from orogen.rules.catalogue import entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.spec.diagnostic import Diagnostic
    from orogen.spec.document import Document

Sources = dict[str, list[str]]


def render(diagnostics: Sequence[Diagnostic], documents: Sequence[Document], _color: bool) -> str:
    """Give a suite for each spec, and in it a test for each code that was found there."""
    sources = {document.file: document.lines for document in documents}
    root = Element("testsuites", name="orogen validate")
    for file in sources:
        _add_suite(root, file, [one for one in diagnostics if one.span.file == file], sources)
    _count(root)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_suite(root: Element, file: str, diagnostics: Sequence[Diagnostic], sources: Sources) -> None:
    suite = SubElement(root, "testsuite", name=printable(file))
    # A test is known by its name. With a line in it, each edit above would make another test; without, two mistakes of
    # one kind would hide each other: so all of a kind are one test.
    found: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        found[diagnostic.code].append(diagnostic)
    for code, alike in found.items():
        _add_problems(_add_case(suite, file, f"{code} {entries()[code].title}"), alike, sources)
    if not found:
        # Jenkins takes a report without tests for a broken one.
        _add_case(suite, file, "no problems")
    _count(suite)


def _add_case(suite: Element, file: str, name: str) -> Element:
    # Jenkins takes what stands before the last dot for a package.
    return SubElement(
        suite, "testcase", name=name, classname=f"orogen.{printable(file).replace('.', '_')}", file=printable(file)
    )


def _add_problems(case: Element, alike: Sequence[Diagnostic], sources: Sources) -> None:
    text = "\n".join("\n".join([*problem_lines(diagnostic, sources, PLAIN), ""]) for diagnostic in alike)
    if alike[0].severity == "error":
        more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
        failure = SubElement(case, "failure", type="error", message=f"{printable(alike[0].message)}{more}")
        failure.text = f"\n{text}"
    else:
        # A warning lets a spec pass, so it passes here; `skipped` would say that nobody looked.
        SubElement(case, "system-out").text = f"\n{text}"


def _count(element: Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", "0")
    element.set("skipped", "0")
