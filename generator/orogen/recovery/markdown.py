"""A runbook as Markdown: to be printed, and to be read in a terminal as it is."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from orogen.recovery.durations import clock
from orogen.recovery.runbook import Checks, Commands, Points, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.recovery.runbook import Block, Part, Runbook, Step

WIDTH = 110


def render(runbook: Runbook) -> str:
    """Give the whole runbook; it ends with a line break."""
    chunks = [f"# {runbook.title}", *map(_block, runbook.blocks)]
    for part in runbook.parts:
        chunks += [f"## {part.title}", *map(_block, part.blocks), *_steps(part)]
    return "\n\n".join(chunks) + "\n"


def _steps(part: Part) -> Iterator[str]:
    for number, step in enumerate(part.steps, start=1):
        yield f"### {number}. {step.title}{_time(step)}"
        yield from map(_block, step.blocks)


def _time(step: Step) -> str:
    return f" ({clock(step.span.expected)}, at worst {clock(step.span.worst)})" if step.span else ""


def _block(block: Block) -> str:
    if isinstance(block, Commands):
        return "\n".join([f"{block.where}:", "", "```sh", *block.lines, "```"])
    if isinstance(block, Checks | Points):
        bullet = "- [ ] " if isinstance(block, Checks) else "- "
        return "\n".join(filled(item, bullet) for item in block.items)
    return "\n".join(_table(block)) if isinstance(block, Table) else filled(block)


def _table(table: Table) -> Iterator[str]:
    head, *rows = aligned(table)
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('-' * len(cell) for cell in head)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def filled(text: str, bullet: str = "") -> str:
    """Give a paragraph in lines of a readable length; words are never taken apart."""
    indent = " " * len(bullet)
    lines = wrap(
        text, WIDTH, initial_indent=bullet, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


def aligned(table: Table) -> list[tuple[str, ...]]:
    """Give the heads and the rows of a table, each cell as wide as the widest of its column."""
    lines = [table.heads, *table.rows]
    widths = [max(3, *map(len, column)) for column in zip(*lines, strict=True)]
    return [tuple(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)) for line in lines]
