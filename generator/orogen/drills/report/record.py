"""The one record of a run of drills, from which all formats are made."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.drills.model import Result, State

FORMAT_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the boxes stood on: figures of one machine say little about another."""

    cpus: int
    memory: int
    kernel: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run of drills on an environment. `date` is the day in ISO form, `failover` the spec's set of timers.

    `left_out` names the drills of the environment that were no part of this run, or that it did not come to.
    """

    environment: str
    release: str
    system: str
    failover: str
    date: str
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


def record(report: Report) -> dict[str, Any]:
    """Give the run as JSON."""
    return {"format_version": FORMAT_VERSION, "ok": report.fine, **asdict(report)}


def verdict(report: Report) -> str:
    """Give the run in one line."""
    words = [f"{report.count('passed')} passed"]
    words += [f"{report.count(state)} {state}" for state in ("failed", "not run") if report.count(state)]
    return f"{len(report.results)} drills: {', '.join(words)}"


def left_out(report: Report) -> str:
    """Say what was no part of the run; nothing where it had every drill."""
    return f"No part of this run: {', '.join(report.left_out)}." if report.left_out else ""
