"""A problem as a value: found anywhere, collected, sorted and shown once at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of text in a file: 1-based lines and columns, the end exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def holds(self, other: Span) -> bool:
        """Say whether another range lies within this one, or is it."""
        starts, ends = (self.line, self.column), (self.end_line, self.end_column)
        inside = starts <= (other.line, other.column) and (other.end_line, other.end_column) <= ends
        return self.file == other.file and inside


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a mistake, and what is there: the other end of an overlap."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One mistake: where it is, what is wrong in one phrase, what to do about it, and which other places matter."""

    code: str
    message: str
    help: str
    span: Span
    severity: Severity = "error"
    related: tuple[Related, ...] = ()


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort for showing: errors first, then by place; equal ones once."""
    return tuple(
        sorted(
            set(diagnostics),
            key=lambda d: (d.severity != "error", d.span.file, d.span.line, d.span.column, d.code, d.message),
        )
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any of these forbids to go on."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)
