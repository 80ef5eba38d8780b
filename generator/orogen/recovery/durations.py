"""How long the steps of a recovery take, and where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass

# OroCloud's architecture page, "Disaster Recovery Objectives": "at least 60 minutes to restore service availability
# after the disaster recovery has been approved".
PROMISED = 3600


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds as expected and at worst, and on what grounds."""

    expected: int
    worst: int
    basis: str


def _minutes(expected: int, worst: int, basis: str) -> Span:
    return Span(expected * 60, worst * 60, basis)


FENCE = _minutes(5, 10, "estimate: a command for each zone, or a new token")
MACHINES = _minutes(10, 30, "estimate: they are made side by side; a missing quota takes hours")
APPLY = _minutes(12, 25, "11 min for three nodes with every store in boxes (drills/recovery.md); to that, downloads")
RELEASE = _minutes(15, 40, "estimate: Composer, assets and the copy to every node")
CHECK = _minutes(
    10, 20, "its commands take 2 min in boxes (drills/recovery.md); to that, one person looks at each point"
)
OPEN = _minutes(
    5, 15, "its commands take 1 min in boxes (drills/recovery.md); to that, one person, and DNS where it follows"
)

# Bytes a second out of the repository into the stores: what `orogen-backup restore` assumes until it has done one.
RATE = 20_000_000
_LEAST = 300
_UNKNOWN = _minutes(30, 120, 'OroCloud\'s architecture page, "RTO": 30 minutes up to a couple of hours')


def restore(data: int | None) -> Span:
    """Give the time that a restore of so many bytes takes."""
    if data is None:
        return _UNKNOWN
    seconds = max(round(data / RATE), _LEAST)
    return Span(seconds, 2 * seconds, f"{data / 1024**3:.4g} GiB at {RATE // 1_000_000} MB/s; a rehearsal tells better")


def clock(seconds: int) -> str:
    """Give a span as people say it: `45 min`, `1 h 05 min`."""
    minutes = -(-seconds // 60)
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest:02} min" if rest else f"{hours} h"
