"""Problems of every kind that a report shows, in two specs and standard input."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from orogen.rules.catalogue import Entry
from orogen.spec.diagnostic import Diagnostic, Related, Span
from orogen.spec.document import Document
from orogen.spec.source import STANDARD_INPUT

GOLDEN = Path(__file__).parents[2] / "golden" / "report"

FIRST = Document(
    "envs/acme.yaml", 'name: acme\ntype: "\u202eprod"\n\tzone: 中文 e\u0301 🎉 last\n' + "x" * 90 + "!" * 200
)
SECOND = Document("envs/globex, 50%: \udcff\x1b.yaml", "\n" * 8 + "network: 10.0.0.0/16\nvpn: [10.0.0.0/24]\n")
PIPED = Document(STANDARD_INPUT, "")
DOCUMENTS = (FIRST, SECOND, PIPED)

WORDS = {"code": "ORO123", "message": "`type` cannot be `x`", "help": "Did you mean `y`?"}


def problem(line: int, column: int, end_column: int, **more: str) -> Diagnostic:
    """Give an error in the first spec that ends on its first line."""
    span = Span(more.pop("file", FIRST.file), line, column, line, end_column)
    return Diagnostic(span=span, **{**WORDS, **more})


NETWORK = Related(Span(SECOND.file, 9, 10, 9, 21), "the network [of all nodes]")
NAME = Related(Span(FIRST.file, 1, 7, 1, 11), "the name of the other one")

WIDE = problem(3, 8, 15, code="ORO201", message="wide, combined and narrow characters")
REVERSED = problem(2, 7, 14, message="a character that would turn the line around")
MISSING = problem(1, 1, 1, code="ORO121", message="the spec lacks `edge`", help="Add `edge:`.")
FAR = problem(4, 91, 94, code="ORO124", message="far to the right in a long line", help="")
LONG = Diagnostic(span=Span(FIRST.file, 1, 7, 3, 2), **{**WORDS, "message": "over several lines"})
WARNING = replace(problem(1, 1, 5, code="ORO702", message="only a warning"), severity="warning")
NOT_TEXT = problem(7, 1, 2, file=PIPED.file, code="ORO101", message="byte 0xff is not UTF-8", help="Save it as UTF-8.")
ODD = problem(10, 7, 18, file=SECOND.file, message="::error::100%, \r\nor `]]>` & <so> on \x1b[31m")
OVERLAP = replace(
    problem(10, 7, 18, file=SECOND.file, code="ORO306", message="`10.0.0.0/24` overlaps"), related=(NETWORK, NAME)
)
PROBLEMS = (WIDE, REVERSED, MISSING, FAR, LONG, WARNING, NOT_TEXT, ODD, OVERLAP)

BAD, GOOD = "network: 10.0.0.0/16\nvpn: [10.0.0.0/24]\n", "network: 10.0.0.0/16\nvpn: [10.1.0.0/24]\n"

RULES = {
    code: Entry(
        code=code, severity=severity, title=title, why=f"{title} does harm.", fix="Repair it.", bad=bad, good=good
    )
    for code, severity, title, bad, good in (
        ("ORO101", "error", "Not text", "", ""),
        ("ORO121", "error", "Missing key", "", ""),
        ("ORO123", "error", "Not a choice", "type: x\n", "type: y\n"),
        ("ORO124", "error", "Not valid", "", ""),
        ("ORO201", "error", "Unknown zone of a node's type", "", ""),
        ("ORO306", "error", "VPN overlaps the network", BAD, GOOD),
        ("ORO702", "warning", "Backups on a disk", "", ""),
        ("ORO703", "warning", "No backups", "", ""),
    )
}
"""A catalogue that stays as it is when a rule is added."""
