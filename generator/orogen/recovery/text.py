"""A runbook for the terminal: the same words without Markdown's signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.recovery.durations import clock
from orogen.recovery.markdown import aligned, filled
from orogen.recovery.runbook import Checks, Commands, Points, Table
from orogen.report.style import COLOURED, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.recovery.runbook import Block, Part, Runbook
    from orogen.report.style import Style


def render(runbook: Runbook, color: bool) -> str:
    """Give the whole runbook; it ends with a line break."""
    style = COLOURED if color else PLAIN
    chunks = [f"{style.place}{runbook.title}{style.end}", *(_block(block, style) for block in runbook.blocks)]
    for part in runbook.parts:
        chunks += [f"{style.place}{part.title.upper()}{style.end}"]
        chunks += [*(_block(block, style) for block in part.blocks), *_steps(part, style)]
    return "\n\n".join(chunks) + "\n"


def _steps(part: Part, style: Style) -> Iterator[str]:
    for number, step in enumerate(part.steps, start=1):
        time = f"  {clock(step.span.expected)}, at worst {clock(step.span.worst)}" if step.span else ""
        yield f"{style.place}{number}. {step.title}{style.end}{time}"
        yield from (_block(block, style) for block in step.blocks)


def _block(block: Block, style: Style) -> str:
    if isinstance(block, Commands):
        return "\n".join([f"{style.note}{block.where}:{style.end}", *(f"    {line}" for line in block.lines)])
    if isinstance(block, Checks | Points):
        bullet = "[ ] " if isinstance(block, Checks) else "- "
        return "\n".join(filled(item, bullet) for item in block.items)
    if isinstance(block, Table):
        return "\n".join("  ".join(row).rstrip() for row in aligned(block) if any(cell.strip() for cell in row))
    return filled(block)
