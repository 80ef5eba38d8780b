"""What a drill is, and what came of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.drills.ground import Ground
    from orogen.plan.model import Plan

State = Literal["passed", "failed", "not run"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many seconds a service may stand still, as computed: expected, and at worst."""

    expected: float
    worst: float


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a drill asserts: what was measured, what was wanted, and whether that fits."""

    what: str
    measured: str
    wanted: str
    fine: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a drill, so many seconds after its workload began."""

    second: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a workload's ledger says. `stopped` is the longest time between two acknowledged writes of one worker."""

    acknowledged: int
    refused: int
    lost: int
    duplicated: int
    missing: int
    stopped: float
    first_failure_to_success: float | None
    healthy_after: float
    per_second: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a drill. `reason` says why it was not run; `notes` is what a reader should know besides.

    `at` is the moment at which it began, in ISO form: a report may hold drills of several runs.
    """

    name: str
    about: str
    state: State
    at: str = ""
    reason: str = ""
    nodes: tuple[str, ...] = ()
    seconds: float = 0.0
    expectation: Expectation | None = None
    figures: Figures | None = None
    events: tuple[Event, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One drill: `service` is whose promise it tests; `run` does it all and leaves the environment healthy.

    `run` raises OrogenError when it cannot go on, and then nothing else may run on these boxes.
    """

    name: str
    service: str
    about: str
    run: Callable[[Ground, Drill], Result]
    # Which environments have what it needs.
    fits: Callable[[Plan], bool] = lambda _: True
