"""What a verification found, as values: text and JSON are made from these alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.verify.inventory import Node

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, and on which nodes it was met.

    `file` is relative to the control repo, empty where none is known; `line` and `column` count from 1, 0 is unknown.
    `key` is the Hiera key and `spec` the places in the specs (`environment: nodes.type`) that it goes back to.
    """

    check: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    help: str = ""
    key: str = ""
    nodes: tuple[str, ...] = ()
    spec: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`file:line:column`, as much of it as is known."""
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeResult:
    """One node's compiled catalog: how many resources it manages and how long the compile took."""

    node: Node
    resources: int
    milliseconds: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the catalog compiled and nothing is wrong in it."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One kind of check: what it looked at and how that ended; `note` says why it was skipped."""

    name: str
    status: Status
    looked_at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole verification. `nodes` stand in the inventory's order, `problems` by place."""

    checks: tuple[Check, ...]
    nodes: tuple[NodeResult, ...]
    problems: tuple[Problem, ...]
    seconds: float
    puppet: str = ""
    secrets: str = ""

    @property
    def ok(self) -> bool:
        """Whether everything that could be checked is right."""
        return not self.problems


def counted(number: int, what: str) -> str:
    """Say how many there are of something whose plural ends in s."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def merged(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give each mistake once, with all nodes that met it, by place; the first check that found it gives its name."""
    found: dict[tuple[str, int, str], Problem] = {}
    for problem in problems:
        identity = (problem.file, problem.line, problem.message)
        known = found.get(identity)
        found[identity] = _joined(known, problem) if known else problem
    return tuple(sorted(found.values(), key=lambda problem: (problem.file, problem.line, problem.message)))


def _joined(known: Problem, again: Problem) -> Problem:
    return replace(
        known,
        nodes=tuple(dict.fromkeys(known.nodes + again.nodes)),
        spec=tuple(dict.fromkeys(known.spec + again.spec)),
    )
