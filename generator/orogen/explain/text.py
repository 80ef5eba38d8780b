"""Explanations for people: a value with its layer, its reason and the lines of the spec; and a table of all values."""

from __future__ import annotations

import json
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from orogen.report.excerpt import excerpt
from orogen.report.style import COLOURED, PLAIN
from orogen.spec.wording import path_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from orogen.explain.explanation import Explanation, Place
    from orogen.explain.lookup import Given
    from orogen.plan.model import Node
    from orogen.report.excerpt import Excerpt
    from orogen.report.style import Style
    from orogen.spec.diagnostic import Span

_WIDTH = 100
_LABEL = 9
_ONE_LINE = 80


def explanation_text(node: Node, explanation: Explanation, source: Sequence[str], color: bool) -> str:
    """Give all that there is to say about a value; `source` is the spec's lines."""
    style = COLOURED if color else PLAIN
    lines = [f"{style.place}{explanation.key}{style.end} on {node.certname}", *_value(explanation.value), ""]
    used = [given for given in explanation.given if given.used]
    lines += _labelled("from", [_from(given) for given in used], style)
    lines += _labelled("not", _others(explanation), style)
    lines += _labelled("reason", _wrapped(explanation.reason), style)
    lines += _labelled("memory", _wrapped(explanation.budget), style)
    lines += _labelled("what", _wrapped(explanation.about), style)
    lines += _entries(explanation, style)
    for places in _by_line(explanation.places):
        lines += ["", *_spec_line(places, source, style)]
    return "\n".join(lines)


def table_text(node: Node, explanations: Iterable[Explanation], color: bool) -> str:
    """Give a line for each value of a node."""
    style = COLOURED if color else PLAIN
    rows = [(each.key, _short(each.value), _sources(each)) for each in explanations]
    title = f"{style.place}{node.certname}{style.end}, {node.zone}, runs {', '.join(node.services)}"
    return "\n".join([title, "", *_table([("KEY", "VALUE", "FROM"), *rows])])


def _value(value: Any) -> Iterator[str]:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > _ONE_LINE and isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False, indent=2)
    yield from (f"  {_printable(line)}" for line in text.split("\n"))


def _short(value: Any) -> str:
    return shown(json.dumps(value, ensure_ascii=False))


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in line)


def _from(given: Given) -> str:
    return f"{_place(given)} ({given.layer.level})"


def _place(given: Given) -> str:
    return f"{given.layer.file}:{given.line}" if given.line else given.layer.file


def _sources(explanation: Explanation) -> str:
    used = [_place(given) for given in explanation.given if given.used]
    return used[0] + (f" and {len(used) - 1} more" if len(used) > 1 else "")


def _others(explanation: Explanation) -> list[str]:
    return [f"{_place(given)}: {_short(given.value)}" for given in explanation.others]


def _labelled(label: str, texts: Sequence[str], style: Style) -> Iterator[str]:
    for number, text in enumerate(texts):
        head = "" if number else label
        yield f"{style.help}{head:<{_LABEL}}{style.end}{text}" if head else " " * _LABEL + text


def _wrapped(text: str) -> list[str]:
    return wrap(text, _WIDTH - _LABEL, break_long_words=False, break_on_hyphens=False)


def _entries(explanation: Explanation, style: Style) -> Iterator[str]:
    for entry in explanation.entries:
        name = entry.key.removeprefix(f"{explanation.key}.")
        yield from ("", f"{style.place}{name}{style.end}: {_short(entry.value)}")
        yield from _labelled("from", [_sources(entry)], style)
        yield from _labelled("not", _others(entry), style)
        yield from _labelled("reason", _wrapped(entry.reason), style)


def _by_line(places: Iterable[Place]) -> Iterable[list[Place]]:
    """Put places together that one line of the spec shows, those that are written apart from those that are not."""
    found: dict[tuple[int, bool], list[Place]] = {}
    for place in places:
        found.setdefault((place.span.line, place.written), []).append(place)
    return found.values()


def _spec_line(places: Sequence[Place], source: Sequence[str], style: Style) -> Iterator[str]:
    span = places[0].span
    names = ", ".join(f"`{path_text(place.path)}`" for place in places)
    default = "" if places[0].written else ": not written; the default follows from this line"
    yield f"{style.place}{span.file}:{span.line}:{span.column}{style.end} {names}{default}"
    if span.line > len(source):
        return
    parts = [_excerpt(place.span, source[span.line - 1]) for place in places]
    underline = _overlaid([part.underline for part in parts if part.text == parts[0].text])
    yield f"{style.margin}{span.line} |{style.end} {parts[0].text}"
    yield f"{style.margin}{' ' * len(str(span.line))} |{style.end} {style.help}{underline}{style.end}"


def _excerpt(span: Span, line: str) -> Excerpt:
    return excerpt(line, span.column, span.end_column if span.end_line == span.line else None)


def _overlaid(underlines: Sequence[str]) -> str:
    return "".join(max(column) for column in zip_longest(*underlines, fillvalue=" "))


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield from ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
