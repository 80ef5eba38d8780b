"""A takeover takes longer than the declared recovery time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.survival.matrix import matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO417"
SEVERITY = "warning"
TITLE = "Recovery time that cannot be kept"
WHY = (
    "The time of a takeover follows from timers: how long a silent leader keeps its lock, how often it is asked. "
    "`orogen survive` shows the sum. A promise below it is broken by the first failure."
)
FIX = "Choose faster timers (`database: {failover: fast}`), or declare what can be kept."
BAD = """\
objectives: {rto: 30s}
"""
GOOD = """\
objectives: {rto: 1m}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the objective when the loss of a node or a zone stops the shop for longer at worst, or for good."""
    rto = case.environment.objectives.rto
    if rto is None:
        return
    rows = matrix(case.plan)
    down = next((row for row in rows if row.shop.state == "down"), None)
    if down:
        words = f"the loss of {down.loss.kind} `{down.loss.name}` stops the shop for good, not for {rto} s"
        yield Finding(("objectives", "rto"), words, "`orogen survive` says why.")
        return
    worst = max(rows, key=lambda row: row.shop.worst or 0)
    if (worst.shop.worst or 0) > rto:
        words = f"the loss of {worst.loss.kind} `{worst.loss.name}` stops the shop for up to {worst.shop.worst:g} s"
        yield Finding(("objectives", "rto"), f"{words}, not {rto} s: {worst.shop.why}", FIX)
