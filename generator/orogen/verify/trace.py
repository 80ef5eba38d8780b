"""From what Puppet complains about back to what a person wrote: a Hiera key and its line, a node type in the spec."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from orogen.spec.document import Document, has, parse, value_span
from orogen.spec.source import Source
from orogen.verify import hiera

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path as File

    from orogen.verify.inventory import Node
    from orogen.verify.report import Problem

_PARAMETER = re.compile(r"\bClass\[([\w:]+)\]:.*? parameter '(\w+)'((?: (?:entry '[^']*'|index \d+))*)")
_STEP = re.compile(r"entry '([^']*)'|index (\d+)")
_UNDEFINED = re.compile(r"Undefined variable '([\w:]+)'")


def traced(problem: Problem, node: Node, root: File, files: Iterable[str]) -> Problem:
    """Name the node and its place in the spec, and the data that the problem comes from. `files` are those it reads."""
    problem = replace(problem, nodes=(node.certname,), spec=(node.spec,))
    if parameter := _PARAMETER.search(problem.message):
        return _to_key(problem, parameter, root, files)
    if undefined := _UNDEFINED.search(problem.message):
        return _to_interpolation(problem, undefined[1], root, files)
    return problem


def _to_key(problem: Problem, parameter: re.Match[str], root: File, files: Iterable[str]) -> Problem:
    key = f"{parameter[1].lower()}::{parameter[2]}"
    steps = (key, *(int(index) if index else entry for entry, index in _STEP.findall(parameter[3])))
    for file in files:
        document = _document(root, file)
        if has(document, (key,)):
            span = value_span(document, steps)
            return replace(problem, key=key, file=file, line=span.line, column=span.column)
    if "expects a value" not in problem.message:
        return replace(problem, key=key)
    return replace(problem, key=key, help=f"No file that this node reads has {key}: set it in data/ or overrides/.")


def _to_interpolation(problem: Problem, variable: str, root: File, files: Iterable[str]) -> Problem:
    """Puppet reads `%{name}` in a value as a variable, and says nothing about which value it was."""
    token = re.compile(r"%\{(?:::)?" + re.escape(variable.removeprefix("::")) + r"\b")
    for file in (hiera.FILE, *files):
        for number, line in enumerate(_text(root, file).splitlines(), start=1):
            if found := token.search(line):
                help_text = "Write %{literal('%')}{...} where the text itself has %{...}."
                return replace(problem, file=file, line=number, column=found.start() + 1, help=help_text)
    return problem


def _document(root: File, file: str) -> Document:
    return parse(Source(file, _text(root, file)))[0]


def _text(root: File, file: str) -> str:
    return (root / file).read_text(encoding="utf-8", errors="replace")
