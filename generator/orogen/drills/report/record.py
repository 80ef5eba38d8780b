"""The one record of a run of drills, from which all formats are made."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.drills.model import Result, State

FORMAT_VERSION = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the boxes stood on: figures of one machine say little about another."""

    cpus: int
    memory: int
    kernel: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Drills on an environment, of one run or of several. `failover` is the spec's set of timers.

    `left_out` names the drills of the environment that were no part of it, or that it did not come to.
    """

    environment: str
    release: str
    system: str
    failover: str
    machine: Machine
    results: tuple[Result, ...]
    left_out: tuple[str, ...]

    def count(self, state: State) -> int:
        """Give how many drills ended like this."""
        return sum(result.state == state for result in self.results)

    @property
    def fine(self) -> bool:
        """Whether none failed."""
        return not self.count("failed")

    @property
    def days(self) -> str:
        """The day on which it was measured, or the first and the last one."""
        found = sorted({result.at.partition("T")[0] for result in self.results})
        return " to ".join(dict.fromkeys((found[0], found[-1]))) if found else ""


def record(report: Report) -> dict[str, Any]:
    """Give the run as JSON."""
    return {"format_version": FORMAT_VERSION, "ok": report.fine, **asdict(report)}


def verdict(report: Report) -> str:
    """Give the run in one line."""
    words = [f"{report.count('passed')} passed"]
    words += [f"{report.count(state)} {state}" for state in ("failed", "not run") if report.count(state)]
    return f"{len(report.results)} drills: {', '.join(words)}"


def left_out(report: Report) -> str:
    """Say what was no part of it; nothing where it had every drill."""
    return f"No part of this report: {', '.join(report.left_out)}." if report.left_out else ""
