"""Which tiers a set is made for, and which sets no tier keeps any more. Pure: times go in, decisions come out.

A tier keeps points. An hourly point is a set's own time. A weekly one is a Sunday, a monthly one the last Sunday of a
month, in the time zone of the environment: the first good set from that day on stands for it, so that a node that was
off all Sunday makes up for it on Monday. A point goes when it is older than the tier's span, counted from the tier's
newest point: `28d` of weekly ones are 4, `12m` of monthly ones 12. A shop whose backups have stopped loses none.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

TIERS = ("hourly", "weekly", "monthly")
_WEEK = timedelta(7)


class Timed(Protocol):
    """What decisions are about: when a set was made, and for which tiers."""

    @property
    def time(self) -> datetime:
        """When it was made, in UTC."""

    @property
    def tiers(self) -> tuple[str, ...]:
        """The tiers it was made for."""


Set = TypeVar("Set", bound=Timed)


@lru_cache(maxsize=8192)
def point(tier: str, time: datetime, zone: ZoneInfo) -> datetime:
    """Give the point that a set of this time stands for."""
    if tier == "hourly":
        return time.replace(tzinfo=None)
    day = time.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    sunday = day - timedelta(day.isoweekday() % 7)
    if tier == "weekly":
        return sunday
    while (sunday + _WEEK).month == sunday.month:
        # Not the last of its month: the point before is the one that counts.
        sunday -= _WEEK
    # The month itself, so that twelve of them are a year, wherever its last Sunday falls.
    return sunday.replace(day=1)


def wanted(sets: Iterable[Timed], now: datetime, kept: Mapping[str, str], zone: ZoneInfo) -> tuple[str, ...]:
    """Give the tiers that a set made now is for: an hourly one always, the others when their point has no set yet."""
    there = {(tier, point(tier, each.time, zone)) for each in sets for tier in each.tiers if tier != "hourly"}
    return tuple(
        tier
        for tier in TIERS
        if kept[tier] != "0" and (tier == "hourly" or (tier, point(tier, now, zone)) not in there)
    )


def expired(sets: Iterable[Set], now: datetime, kept: Mapping[str, str], zone: ZoneInfo) -> list[Set]:
    """Give the sets that no tier keeps. The newest set stays whatever happens."""
    ordered = sorted(sets, key=lambda each: each.time)
    keep = {id(each) for each in ordered[-1:]}
    for tier in TIERS:
        points: dict[datetime, Set] = {}
        for each in ordered:
            if tier in each.tiers:
                points.setdefault(point(tier, each.time, zone), each)
        # A set from the future, made while a clock was wrong, must not push out the others.
        past = [each for each in points if each <= point(tier, now, zone)]
        if kept[tier] != "0":
            limit = back(max(past, default=datetime.min), kept[tier])
            keep |= {id(each) for time, each in points.items() if time > limit}
    return [each for each in ordered if id(each) not in keep]


def back(time: datetime, span: str) -> datetime:
    """Give the time so long before: `48h`, `7d`, `12m`."""
    number, unit = int(span[:-1]), span[-1]
    if time == datetime.min:
        return time
    if unit != "m":
        return time - (timedelta(hours=number) if unit == "h" else timedelta(number))
    months = time.year * 12 + time.month - 1 - number
    year, month = months // 12, months % 12 + 1
    return time.replace(year=year, month=month, day=min(time.day, monthrange(year, month)[1]))
