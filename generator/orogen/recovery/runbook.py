"""A runbook as data: parts of steps, each with what to do and how long it takes. Every format is written from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orogen.recovery.durations import Span


@dataclass(frozen=True, slots=True)
class Commands:
    """Lines for a shell, and where they are typed."""

    where: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """What has to be known, in any order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """What is ticked off, one after the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below their heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = str | Commands | Points | Checks | Table
"""A string is a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: `name` is for programs. `span`: how long visitors wait for it; None where they do not."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Steps that are done one after the other, and what is said before them."""

    name: str
    title: str
    steps: tuple[Step, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def expected(self) -> int:
        """Seconds that its steps take together, as expected."""
        return sum(step.span.expected for step in self.steps if step.span)

    @property
    def worst(self) -> int:
        """The same at worst."""
        return sum(step.span.worst for step in self.steps if step.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """The runbook of one environment."""

    title: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """Give the part of this name. Raises StopIteration: asking for another one is a bug."""
        return next(part for part in self.parts if part.name == name)
