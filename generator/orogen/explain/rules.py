"""The rules in words: one of them, or all by class; as text, JSON and Markdown from the same entries."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from textwrap import indent, wrap
from typing import TYPE_CHECKING, Any

from orogen.report.style import COLOURED, PLAIN
from orogen.rules.catalogue import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from orogen.report.style import Style
    from orogen.rules.catalogue import Entry

FORMAT_VERSION = "1"
WIDTH = 100
_MARGIN = "     "


def find(word: str, entries: Mapping[str, Entry]) -> Entry | None:
    """Give the entry of a code, which may be written `oro401` or `401`."""
    return entries.get(code_of(word))


def code_of(word: str) -> str:
    """Give a code in its full form."""
    return "ORO" + word.upper().removeprefix("ORO")


def rule_text(entry: Entry, color: bool) -> str:
    """Give all that there is to say about a rule."""
    style = COLOURED if color else PLAIN
    lines = [f"{style.place}{entry.code}{style.end} {_severity(entry, style)}: {entry.title}", ""]
    lines += [*_paragraph("why", entry.why, style), *_paragraph("fix", entry.fix, style)]
    for label, example in (("bad", entry.bad), ("good", entry.good)):
        if example:
            lines += ["", f"{style.help}{label}:{style.end}", indent(example.rstrip("\n"), _MARGIN)]
    return "\n".join(lines)


def rule_json(entry: Entry) -> str:
    """Give a rule as one JSON object."""
    return _json({"format_version": FORMAT_VERSION, **_record(entry)})


def rules_text(entries: Iterable[Entry], color: bool) -> str:
    """Give a line a rule, below its class."""
    style = COLOURED if color else PLAIN
    lines: list[str] = []
    for title, members in _classes(entries):
        lines += [f"{style.place}{title}{style.end}"]
        lines += [f"  {entry.code}  {_severity(entry, style)}{_space(entry)}  {entry.title}" for entry in members]
        lines += [""]
    return "\n".join([*lines, "`orogen explain CODE` says why a rule matters and how to satisfy it."])


def rules_json(entries: Iterable[Entry]) -> str:
    """Give all rules as one JSON object."""
    return _json({"format_version": FORMAT_VERSION, "rules": [_record(entry) for entry in entries]})


def rules_markdown(entries: Iterable[Entry]) -> str:
    """Give all rules as a page of the reference."""
    lines = ["# Rules", ""]
    for title, members in _classes(entries):
        lines += [f"## {title}", ""]
        for entry in members:
            lines += _section(entry)
    return "\n".join(lines).rstrip("\n")


def _section(entry: Entry) -> Iterator[str]:
    yield from (f"### {entry.code}: {entry.title}", "", f"*{entry.severity}* {entry.why}", "", f"**Fix:** {entry.fix}")
    for label, example in (("Bad", entry.bad), ("Good", entry.good)):
        if example:
            yield from ("", f"{label}:", "", "```yaml", example.rstrip("\n"), "```")
    yield ""


def _classes(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Give the rules of each class below its title: `ORO4xx: Survival`."""
    for prefix, members in groupby(entries, key=lambda entry: entry.code[:4]):
        yield f"{prefix}xx: {CLASSES[prefix]}", list(members)


def _record(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "class": CLASSES[entry.code[:4]]}


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _severity(entry: Entry, style: Style) -> str:
    tone = style.error if entry.severity == "error" else style.warning
    return f"{tone}{entry.severity}{style.end}"


def _space(entry: Entry) -> str:
    return " " * (len("warning") - len(entry.severity))


def _paragraph(label: str, text: str, style: Style) -> list[str]:
    first, *rest = wrap(text, WIDTH - len(_MARGIN), break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{style.help}{label}:{style.end} {first}", *(f"{_MARGIN}{line}" for line in rest)]
