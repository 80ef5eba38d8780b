"""Waiting until boxes are done with what Puppet only started: clusters that form, users that are made."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING

from orogen.boxes.status import state_of
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.boxes.podman import Podman

# Three Elasticsearch nodes on two busy cores take the longest: about three minutes.
_SECONDS = 600
_PAUSE_SECONDS = 2


def settle(podman: Podman, certnames: Sequence[str], seconds: float = _SECONDS) -> None:
    """Wait until no unit of these boxes is failed or still starting. Raises OrogenError that names those that are."""
    deadline = monotonic() + seconds
    unsettled = list(certnames)
    while True:
        states = [state_of(podman, certname, certname) for certname in unsettled]
        unfinished = [state for state in states if not state.fine]
        if not unfinished:
            return
        if monotonic() > deadline:
            listed = "; ".join(
                f"{state.name}: {', '.join((*state.failed, *state.waiting)) or state.state}" for state in unfinished
            )
            raise OrogenError(
                f"not settled after {seconds:.0f} s: {listed}", help="`orogen boxes logs BOX --unit UNIT` says why."
            )
        unsettled = [state.name for state in unfinished]
        sleep(_PAUSE_SECONDS)
