"""The maintenance window is too short to be of use, or never closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO207"
SEVERITY = "error"
TITLE = "Impossible maintenance window"
WHY = "Nodes update one after another in the window: half an hour is the least for that, and past a day it is none."
FIX = "Choose a duration from 30m to 24h."
BAD = """\
maintenance:
  window: {duration: 15m}
"""
GOOD = """\
maintenance:
  window: {duration: 2h}
"""

SHORTEST = 30
LONGEST = 24 * 60


def check(case: Case) -> Iterator[Finding]:
    """Give the window when it is shorter than half an hour or longer than a day."""
    duration = case.environment.maintenance.duration
    if not SHORTEST <= duration <= LONGEST:
        path = ("maintenance", "window", "duration")
        yield Finding(path, f"a maintenance window of {duration} minutes cannot be kept", FIX)
