"""The matrix for people: a table of zones, a list of nodes, and where the seconds come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.report.style import COLOURED, PLAIN
from orogen.survival.matrix import survives
from orogen.survival.shop import SHOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from orogen.contract import Service, Step
    from orogen.plan.model import Plan
    from orogen.report.style import Style
    from orogen.survival.matrix import Row
    from orogen.survival.outcome import Outcome

_GAP = "  "


def render(plan: Plan, rows: Sequence[Row], color: bool) -> str:
    """Give the whole report of one environment; it ends with a line break."""
    style = COLOURED if color else PLAIN
    zones = [row for row in rows if row.loss.kind == "zone"]
    nodes = [row for row in rows if row.loss.kind == "node"]
    lines = [
        f"{plan.environment.name}: {_counted(nodes, 'node')} in {_counted(zones, 'zone')}",
        "`33 s (48 s)`: stands still for 33 s as expected, for 48 s at worst, and goes on by itself.",
        "",
        *_zones(zones, style),
        "",
        *_nodes(nodes, style),
        "",
        *_reasons(plan, rows, style),
        "",
        _verdict(rows, style),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _zones(rows: Sequence[Row], style: Style) -> Iterator[str]:
    names = [SHOP, *rows[0].services]
    first = max(map(len, ["Loss of a zone", *names]))
    cells = [[_cell(_outcome(row, name)) for row in rows] for name in names]
    widths = [max(len(row.loss.name), *(len(line[i]) for line in cells)) for i, row in enumerate(rows)]
    heads = (f"{row.loss.name:<{width}}" for row, width in zip(rows, widths, strict=True))
    yield style.place + _GAP.join([f"{'Loss of a zone':<{first}}", *heads]) + style.end
    for name, line in zip(names, cells, strict=True):
        shown = (_toned(f"{cell:<{width}}", style) for cell, width in zip(line, widths, strict=True))
        yield _GAP.join([f"{name:<{first}}", *shown])


def _outcome(row: Row, name: str) -> Outcome:
    return row.shop if name == SHOP else row.services[name]


def _nodes(rows: Sequence[Row], style: Style) -> Iterator[str]:
    """Give one line for neighbours that do the same when they are lost."""
    groups: dict[tuple[Outcome, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.shop, *row.services.values()), []).append(row)
    named = [(", ".join(row.loss.name for row in group), group[0]) for group in groups.values()]
    first = max(len("Loss of one node"), *(len(names) for names, _ in named))
    second = max(len(_cell(row.shop)) for _, row in named)
    yield f"{style.place}{'Loss of one node':<{first}}{_GAP}{SHOP:<{second}}{_GAP}what else{style.end}"
    for names, row in named:
        touched = [f"{name} {_cell(one)}" for name, one in row.services.items() if one.state != "stays"]
        shop = _toned(f"{_cell(row.shop):<{second}}", style)
        yield f"{names:<{first}}{_GAP}{shop}{_GAP}{', '.join(touched) or 'nothing stands still'}"


def _reasons(plan: Plan, rows: Sequence[Row], style: Style) -> Iterator[str]:
    yield f"{style.place}Why{style.end}"
    known = {service.name: service for service in plan.services}
    for service in (known[name] for name in rows[0].services):
        found = [row.services[service.name] for row in rows]
        if any(outcome.state == "fails over" for outcome in found):
            yield from _steps(service.name, service.takeover(plan.environment))
        for why in dict.fromkeys(_full_why(service, one) for one in found if one.state in ("down", "degraded")):
            yield f"{_GAP}{service.name}: {why}"


def _full_why(service: Service, outcome: Outcome) -> str:
    without = service.without.words if service.without and outcome.state == "down" else ""
    return f"{outcome.why}; {without}" if without else outcome.why


def _steps(service: str, steps: Iterable[Step]) -> Iterator[str]:
    for number, step in enumerate(steps):
        head = f"{_GAP}{service}: " if number == 0 else _GAP + " " * (len(service) + 2)
        yield f"{head}{_seconds(step.expected, step.worst)} {step.what}"


def _verdict(rows: Sequence[Row], style: Style) -> str:
    if survives(tuple(rows)):
        return "The shop survives the loss of any one node and of any one zone."
    stopping = [f"{row.loss.kind} {row.loss.name}" for row in rows if row.shop.state == "down"]
    return f"{style.error}The shop does not survive the loss of {', '.join(stopping)}.{style.end}"


def _cell(outcome: Outcome) -> str:
    if outcome.seconds is None or outcome.worst is None:
        return outcome.state
    seconds = _seconds(outcome.seconds, outcome.worst)
    return seconds if outcome.state == "fails over" else f"{outcome.state}, {seconds}"


def _counted(rows: Sequence[Row], noun: str) -> str:
    return f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}"


def _seconds(expected: float, worst: float) -> str:
    return f"{expected:g} s" if expected == worst else f"{expected:g} s ({worst:g} s)"


def _toned(cell: str, style: Style) -> str:
    tone = {"down": style.error, "degr": style.warning}.get(cell[:4], "")
    return f"{tone}{cell}{style.end}" if tone else cell
