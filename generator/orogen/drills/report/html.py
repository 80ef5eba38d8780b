"""One page for people: a table of all drills, then each with its checks and its chart. It needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from orogen.contract import GIB
from orogen.drills.report import chart
from orogen.drills.report.record import left_out, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from orogen.drills.model import Result
    from orogen.drills.report.record import Report

_CSS = """
:root { color-scheme: light dark; --page: #ffffff; --text: #1b2430; --muted: #566273; --rule: #d3dbe4; --card: #f5f7fa;
  --good: #17805f; --bad: #b3262f; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --page: #10151c; --text: #e4eaf2; --muted: #9fabba; --rule: #2c3846;
  --card: #19212b; --good: #45b890; --bad: #ff9ba0; --warn: #f0c168; } }
body { background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 1080px; padding: 24px 20px 60px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 36px 0 2px; } p { margin: 4px 0 12px; }
.muted { color: var(--muted); } .scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 10px 0; width: 100%; font-size: 14px; }
th, td { border-bottom: 1px solid var(--rule); padding: 5px 10px; text-align: left; vertical-align: top; }
th { color: var(--muted); font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.passed { color: var(--good); font-weight: 600; } .failed { color: var(--bad); font-weight: 600; }
.not-run { color: var(--warn); font-weight: 600; } a { color: inherit; white-space: nowrap; }
"""
COLUMNS = (
    "Without writes, s",
    "Expected, s",
    "At worst, s",
    "Writes",
    "Refused",
    "Lost",
    "Twice",
    "Healthy after, s",
    "Begun, UTC",
)


def render(report: Report) -> str:
    """Give the page."""
    title = f"Failure drills of {report.environment}"
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{_CSS}{chart.CSS}</style>\n</head>\n<body>",
            f"<h1>{escape(title)}</h1>",
            f"<p>{escape(verdict(report))}.</p>",
            f'<p class="muted">{escape(machine(report))} {escape(left_out(report))}</p>',
            *_overview(report.results),
            *(line for result in report.results for line in _section(result)),
            "</body>\n</html>\n",
        ]
    )


def machine(report: Report) -> str:
    """Give the days and what it was measured on."""
    on = report.machine
    return (
        f"Measured on {report.days}: OroCommerce {report.release}'s services on {report.system}, failover timers "
        f"{report.failover}, in boxes on one machine with {on.cpus} processors and {on.memory / GIB:.0f} GiB "
        f"({on.system}, Linux {on.kernel})."
    )


def cells(result: Result) -> tuple[str, ...]:
    """Give a drill's figures, in the order of the columns; empty where it has none."""
    begun = result.at[:16].replace("T", " ")
    found, expected = result.figures, result.expectation
    if not found or not expected:
        return (*("",) * (len(COLUMNS) - 1), begun)
    return (
        f"{found.stopped:g}",
        f"{expected.expected:g}",
        f"{expected.worst:g}",
        str(found.acknowledged),
        str(found.refused),
        str(found.lost),
        str(found.duplicated),
        f"{found.healthy_after:g}",
        begun,
    )


def _overview(results: Sequence[Result]) -> Iterator[str]:
    heads = "".join(f'<th class="number">{escape(name)}</th>' for name in COLUMNS)
    yield f'<div class="scroll"><table>\n<tr><th>Drill</th><th></th>{heads}</tr>'
    for result in results:
        numbers = "".join(f'<td class="number">{cell}</td>' for cell in cells(result))
        name = escape(result.name)
        yield f'<tr><td><a href="#{name}">{name}</a></td>{_state(result)}{numbers}</tr>'
    yield "</table></div>"


def _state(result: Result) -> str:
    return f'<td class="{result.state.replace(" ", "-")}">{result.state}</td>'


def _section(result: Result) -> Iterator[str]:
    yield f'<h2 id="{escape(result.name)}">{escape(result.name)}</h2>'
    on = f" ({', '.join(result.nodes)})" if result.nodes else ""
    yield f'<p class="muted">{escape(result.about)}{escape(on)}</p>'
    if result.reason:
        yield f'<p class="{result.state.replace(" ", "-")}">{result.state}: {escape(result.reason)}</p>'
    if result.figures:
        yield chart.chart(result, result.figures)
    if result.checks:
        yield '<div class="scroll"><table>\n<tr><th>Check</th><th>Measured</th><th>Wanted</th><th></th></tr>'
        yield from _rows(
            (check.what, check.measured, check.wanted, "passed" if check.fine else "failed") for check in result.checks
        )
        yield "</table></div>"
    yield from (f'<p class="muted">{escape(note)}</p>' for note in result.notes)


def _rows(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    for *words, state in rows:
        told = "".join(f"<td>{escape(word)}</td>" for word in words)
        yield f'<tr>{told}<td class="{state}">{state}</td></tr>'
