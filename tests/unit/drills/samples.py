"""Results of drills, and boxes that are none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orogen.drills.ledger import Entry, Ledger
from orogen.drills.model import Check, Event, Expectation, Figures, Result
from orogen.drills.report.record import Machine, Report

if TYPE_CHECKING:
    from collections.abc import Iterable

GIB = 1024**3


def write(number: int, ended: float, outcome: str = "ok") -> Entry:
    return Entry("write", number, ended - 0.1, ended, outcome)  # type: ignore[arg-type]


def ledger(entries: Iterable[Entry], found: Iterable[int], node: str = "web1") -> Ledger:
    return Ledger(run="1", node=node, entries=tuple(entries), found=Counter(found))


PASSED = Result(
    name="database-leader-killed",
    about="the leader's machine loses its power",
    state="passed",
    at="2026-11-22T23:58:07Z",
    nodes=("database1",),
    seconds=107.5,
    expectation=Expectation(33, 43),
    figures=Figures(
        acknowledged=1400,
        refused=12,
        lost=0,
        duplicated=0,
        missing=0,
        stopped=36.6,
        first_failure_to_success=36.2,
        healthy_after=32.7,
        per_second=(20, 20, 19, *[0] * 36, 12, 20, 20),
    ),
    events=(
        Event(2.4, "database1: power gone"),
        Event(39.6, "database1: power back"),
        Event(41.0, "healthy"),
    ),
    checks=(
        Check("seconds without writes", "36.6", "33, at worst 43 and 4 for a try under way", True),
        Check("acknowledged writes lost", "0", "0", True),
    ),
)
FAILED = Result(
    name="cache-master-cut-off",
    about="the master's <network> fails",
    state="failed",
    at="2026-11-23T00:01:30Z",
    nodes=("cache1",),
    seconds=61,
    expectation=Expectation(6.5, 36),
    figures=Figures(
        acknowledged=40,
        refused=0,
        lost=2,
        duplicated=0,
        missing=0,
        stopped=7,
        first_failure_to_success=None,
        healthy_after=3,
        per_second=(20, 20),
    ),
    checks=(
        Check("seconds without writes", "7", "6.5", True),
        Check("acknowledged writes lost", "2", "0", False),
    ),
    notes=("lost: number 7 of web1, +0.100 s from the fault",),
)
NOT_RUN = Result(
    name="files-primary-killed",
    about="the primary is lost",
    state="not run",
    at="2026-11-23T00:03:00Z",
    reason="no MongoDB package",
)
MATRIX = Result(
    name="network-flows",
    about="exactly the plan's flows are open",
    state="passed",
    at="2026-11-23T00:03:05Z",
    seconds=20,
    checks=(Check("12 connections that no flow names", "all silent", "all silent", True),),
)


def report(*results: Result) -> Report:
    return Report(
        environment="acme",
        release="6.1",
        system="debian-13",
        failover="normal",
        machine=Machine(cpus=2, memory=24 * GIB, kernel="6.18.0", system="Debian GNU/Linux 12"),
        results=results,
        left_out=("cron-node-lost",),
    )
