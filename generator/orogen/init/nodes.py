"""The node types of a first spec, written out so that a person can change them."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from orogen.init.scalar import sequence
from orogen.init.sizes import topology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.init.answers import Answers
    from orogen.spec.topologies import Standard

_WIDTH = 120

_TITLES = {
    "production": "The shop survives the loss of any one machine, and of a whole zone.",
    "staging": "Laid out like production, so that what works here works there.",
    "testing": "One machine of each kind: nothing is redundant.",
    "development": "Everything on one machine: no mail, no backups, nothing redundant.",
}

_REDUNDANT = ("production", "staging")

_FREE = "No data is kept here: more nodes serve more visitors (web) or do more in the background (job)."
_ALONE = "One node only: the community edition's consumers cannot share their work."
_COPIES = "Two copies of the data. The witness holds the third vote, in a zone of its own."
_VOTERS = "The nodes of each type vote: three of them, or five."
_REST = "Outgoing mail, and the machine for administrators, backups and monitoring."
_NOTES = {
    "web": _FREE,
    "job": _FREE,
    "database": _COPIES,
    "witness": _COPIES,
    "search": _VOTERS,
    "queue": _VOTERS,
    "cache": _VOTERS,
    "files": _VOTERS,
    "mail": _REST,
    "maintenance": _REST,
}


def nodes(answers: Answers) -> Iterator[str]:
    """Give the lines of the section."""
    yield f"# {_TITLES[answers.type]}"
    if answers.provider == "static":
        yield "# Machines that have addresses already: `addresses: [...]` in their type, one for each of its nodes."
    yield "nodes:"
    last = ""
    for standard in topology(answers.type, answers.edition, answers.size):
        note = _note(standard, answers)
        if note != last:
            yield f"  # {note}"
        last = note
        yield from _node(standard, answers.zones)


def _note(standard: Standard, answers: Answers) -> str:
    if answers.type not in _REDUNDANT:
        return ""
    alone = answers.edition == "community" and "consumer" in standard.services
    return _ALONE if alone else _NOTES[standard.name]


def _node(standard: Standard, zones: list[str]) -> Iterator[str]:
    fields = [
        f"count: {standard.count}",
        f"services: {sequence(standard.services)}",
        *([f"zones: {sequence(zones[:3][-1:])}"] if standard.witness else []),
        f"cpus: {standard.cpus}",
        f"memory: {standard.memory}",
        f"disk: {standard.disk}",
    ]
    line = f"  {standard.name}: {{{', '.join(fields)}}}"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"  {standard.name}:"
        for field in fields:
            yield fill(field, _WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)
