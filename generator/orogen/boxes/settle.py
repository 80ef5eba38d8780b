"""Waiting until boxes are done with what Puppet only started: clusters that form, users that are made."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING

from orogen.boxes.status import State, state_of
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.boxes.podman import Podman

# Three Elasticsearch nodes on two busy cores take the longest: about three minutes.
_SECONDS = 600
_PAUSE_SECONDS = 2
# A unit that failed and is to be tried again is waiting; one that stays failed stays so.
_FAILED_SECONDS = 60


def settle(podman: Podman, certnames: Sequence[str], seconds: float = _SECONDS) -> None:
    """Wait until no unit of these boxes is failed or still starting. Raises OrogenError that names those that are."""
    started = changed = monotonic()
    before: list[State] = []
    unsettled = list(certnames)
    while True:
        states = [state_of(podman, certname, certname) for certname in unsettled]
        unfinished = [state for state in states if not state.fine]
        if not unfinished:
            return
        if unfinished != before:
            before, changed = unfinished, monotonic()
        stuck = not any(state.waiting for state in unfinished) and monotonic() > changed + _FAILED_SECONDS
        if stuck or monotonic() > started + seconds:
            listed = "; ".join(
                f"{state.name}: {', '.join((*state.failed, *state.waiting)) or state.state}" for state in unfinished
            )
            raise OrogenError(
                f"not settled after {monotonic() - started:.0f} s: {listed}",
                help="`orogen boxes logs BOX --unit UNIT` says why.",
            )
        unsettled = [state.name for state in unfinished]
        sleep(_PAUSE_SECONDS)
