"""How often backup sets are made and how long they are kept; spans of time in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.spec.defaults import DEFAULTS
from orogen.spec.quantities import retention

if TYPE_CHECKING:
    from orogen.spec.environment import Backups, EnvironmentType

# Hours from one set of a tier to the next (profile::backup): the first set of a Sunday is the week's, that of the last
# Sunday the month's, and last Sundays are four or five weeks apart.
STEPS = {"hourly": 1, "weekly": 7 * 24, "monthly": 35 * 24}

_UNITS = {"h": (1, "hour"), "d": (24, "day"), "m": (30 * 24, "month")}
_SPANS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of backup sets: hours between two of them and hours that each is kept, which `words` says as people do."""

    name: str
    step: int
    kept: int
    words: str


def tiers(backups: Backups) -> tuple[Tier, ...]:
    """Give the tiers that are kept at all, the shortest step first."""
    found = (_tier(name, getattr(backups, name)) for name in STEPS)
    return tuple(tier for tier in found if tier.kept)


def promised(environment_type: EnvironmentType) -> Tier | None:
    """Give the tier by which an environment type's plan promises its oldest set; development is promised none."""
    if environment_type == "development":
        return None
    kept = DEFAULTS[environment_type].retention
    return max((_tier(name, retention(getattr(kept, name))) for name in STEPS), key=lambda tier: tier.kept)


def _tier(name: str, kept: str) -> Tier:
    """Read what restic reads: `7d`, `12m`, or `0` for a tier that is not kept."""
    if kept == "0":
        return Tier(name, STEPS[name], 0, "not at all")
    hours, unit = _UNITS[kept[-1]]
    number = int(kept[:-1])
    return Tier(name, STEPS[name], number * hours, counted(number, unit))


def span(seconds: int) -> str:
    """Give a span of time in the largest unit that holds it without a rest."""
    unit, length = next((unit, length) for unit, length in _SPANS.items() if seconds % length == 0)
    return counted(seconds // length, unit)


def counted(number: int, word: str) -> str:
    """Give a number of things: `1 day`, `2 days`."""
    return f"{number} {word}{'' if number == 1 else 's'}"
