"""400 days of a timer: the promised points, and no others, are there at the end of each day, whatever the clock does.

What must be there is worked out here once more, from the times of the runs alone and in another way. Each zone has the
decisions alone, in seconds; one of them has the whole of `create`, order of removal included, and only restic and the
dumps are stand-ins.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from orogen.spec.defaults import DEFAULTS
from orogen.spec.quantities import retention
from tests.backup.stand_in import StandIn, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from orogen_backup.settings import Settings

# Clocks that change by an hour, by half of one, not at all; away from the full hour; and for a month of the year.
ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham"),
    *("Africa/Casablanca", "UTC"),
)
BEGIN = datetime(2025, 9, 17, 11, 40, tzinfo=UTC)
DAYS = 400
HOUR = timedelta(hours=1)
Spans = list[tuple[tuple[int, int], tuple[int, int]]]
# From when to when the node was off, in days and hours after the beginning.
OFF: Spans = [
    ((10, 3), (10, 7)),
    # Saturday evening to Monday.
    ((31, 8), (33, 1)),
    # Over the last Sundays of November and of February.
    ((72, 0), (75, 0)),
    ((156, 20), (166, 5)),
    # Two Sundays in a row, and the change of the clock in March in Europe.
    ((185, 2), (197, 4)),
    ((300, 0), (300, 1)),
]
# The same for the database: runs start, and fail.
AWAY: Spans = [((45, 8), (46, 22)), ((248, 0), (257, 0)), ((320, 5), (320, 11))]


@pytest.fixture(autouse=True)
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what is written to the disk and said: it decides nothing, and takes longest."""
    monkeypatch.setattr("orogen_backup.metrics.record", lambda *_: None)
    monkeypatch.setattr("orogen_backup.create.say", lambda _: None)


def moment(days: int, hours: int) -> datetime:
    return BEGIN + timedelta(days, hours=hours)


def within(time: datetime, spans: Spans) -> bool:
    return any(moment(*start) <= time < moment(*end) for start, end in spans)


def elapses(off: Spans) -> Iterator[datetime]:
    """Give when the timer runs: five past each hour in UTC, and at once when the node is back after one it missed."""
    missed = False
    for hour in range(DAYS * 24):
        time = BEGIN.replace(minute=5) + (hour + 1) * HOUR
        if within(time, off):
            missed = True
            continue
        if missed:
            yield time - timedelta(minutes=40)
            missed = False
        yield time


def last_sundays() -> list[date]:
    """Give the last Sunday of each month around the simulated time."""
    months = [(2024 + number // 12, number % 12 + 1) for number in range(48)]
    return [date(year, month, max(week[6] for week in calendar.monthcalendar(year, month))) for year, month in months]


LAST_SUNDAYS = last_sundays()


class Promise:
    """What must be there after the runs so far: all of some days, the first since each Sunday and each last Sunday."""

    def __init__(self, zone: ZoneInfo, kept: Mapping[str, str]) -> None:
        self.zone, self.kept = zone, kept
        self.runs: list[datetime] = []
        self.weeks: dict[date, datetime] = {}
        self.months: dict[int, datetime] = {}

    def add(self, run: datetime) -> None:
        day = run.astimezone(self.zone).date()
        self.runs.append(run)
        self.weeks.setdefault(day - timedelta((day.weekday() + 1) % 7), run)
        self.months.setdefault(max(number for number, sunday in enumerate(LAST_SUNDAYS) if sunday <= day), run)

    def kept_points(self) -> set[datetime]:
        found = set()
        if self.kept["hourly"] != "0":
            # A week has no more runs than these.
            found |= {run for run in self.runs[-200:] if run > self.runs[-1] - days(self.kept["hourly"])}
        if self.kept["weekly"] != "0":
            oldest = max(self.weeks) - days(self.kept["weekly"])
            found |= {run for sunday, run in self.weeks.items() if sunday > oldest}
        if self.kept["monthly"] != "0":
            oldest_month = max(self.months) - int(self.kept["monthly"].removesuffix("m"))
            found |= {run for number, run in self.months.items() if number > oldest_month}
        return found


def days(span: str) -> timedelta:
    assert span.endswith("d")
    return timedelta(int(span[:-1]))


class Made(NamedTuple):
    """A set, as far as decisions go."""

    time: datetime
    tiers: tuple[str, ...]


There = dict[datetime, tuple[str, ...]]


class Decisions:
    """The timer's runs without their work: which tiers a set is for, and which sets go."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sets: list[Made] = []

    def run(self, time: datetime, *, away: bool) -> bool:
        from orogen_backup import tiers

        if away:
            return False
        wanted = tiers.wanted(self.sets, time, self.settings.kept, self.settings.zone)
        if wanted:
            self.sets.append(Made(time, wanted))
            gone = tiers.expired(self.sets, time, self.settings.kept, self.settings.zone)
            self.sets = [each for each in self.sets if each not in gone]
        return True

    def there(self) -> There:
        return {each.time: each.tiers for each in self.sets}


class Whole:
    """The timer's runs as they are, on a repository in memory."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.repository = StandIn(settings.environment)

    def run(self, time: datetime, *, away: bool) -> bool:
        from orogen_backup.create import make
        from orogen_backup.errors import Problem

        try:
            make(self.settings, self.repository, _BROKEN if away else _SOUND, time)
        except Problem:
            assert away
            return False
        return True

    def there(self) -> There:
        from orogen_backup.create import own_sets

        sets = own_sets(self.repository, self.settings)
        assert all(each.complete for each in sets)
        return {each.time: each.tiers for each in sets}


_SOUND, _BROKEN = sources("database.dump"), sources("database.dump", fault="no leader")


def simulate(
    settings: Settings, off: Spans, away: Spans, kind: Callable[[Settings], Decisions | Whole] = Decisions
) -> Iterator[tuple[Promise, There]]:
    """Run the timer. At the end of each local day gives what must be there, and the sets that are."""
    runs, promise = kind(settings), Promise(settings.zone, settings.kept)
    before = BEGIN.astimezone(settings.zone).date()
    for time in elapses(off):
        today = time.astimezone(settings.zone).date()
        if today != before and promise.runs:
            yield promise, runs.there()
        before = today
        if runs.run(time, away=within(time, away)):
            promise.add(time)


@pytest.mark.parametrize("zone", ZONES)
def test_exactly_the_promised_points_are_there_each_day(settings: Settings, zone: str) -> None:
    settings = replace(settings, zone=ZoneInfo(zone))
    looked = 0
    for promise, there in simulate(settings, OFF, AWAY):
        assert set(there) == promise.kept_points(), promise.runs[-1]
        looked += 1
    assert looked > 360


@pytest.mark.parametrize("hourly", ["7d", "0"])
def test_the_whole_of_a_run_keeps_the_same(settings: Settings, hourly: str) -> None:
    """Without the hourly tier a set is made when one is due, and at no other run."""
    settings = replace(settings, kept={"hourly": hourly, "weekly": "28d", "monthly": "12m"})
    for promise, there in simulate(settings, OFF, AWAY, Whole):
        assert set(there) == promise.kept_points(), promise.runs[-1]


@pytest.mark.parametrize("zone", ZONES)
def test_without_faults_each_point_is_where_people_look_for_it(settings: Settings, zone: str) -> None:
    """All hours of 7 days; 4 Sundays and 12 last Sundays, each within the first hour of the day in that zone."""
    settings = replace(settings, zone=ZoneInfo(zone))
    first = BEGIN.astimezone(settings.zone).date()
    for promise, there in simulate(settings, [], []):
        runs, newest = promise.runs, promise.runs[-1]
        today = newest.astimezone(settings.zone).date()
        recent = [newest - number * HOUR for number in range(168) if newest - number * HOUR >= runs[0]]
        assert [time for time in recent if time not in there] == []
        sundays = [today - timedelta(number) for number in range(28) if (today - timedelta(number)).weekday() == 6]
        lasts = [sunday for sunday in LAST_SUNDAYS if sunday <= today][-12:]
        for tier, wanted in (("weekly", sundays), ("monthly", lasts)):
            begun = {time.astimezone(settings.zone) for time, tiers in there.items() if tier in tiers}
            begun = {time for time in begun if time.date() != first}
            expected = {sunday for sunday in wanted if sunday > first}
            assert {time.date() for time in begun if time.date() in wanted} == expected, (newest, tier)
            assert all(time.hour == 0 for time in begun)


@pytest.mark.parametrize("kind", ["staging", "testing", "development"])
def test_the_retention_of_other_types_of_environments(settings: Settings, kind: str) -> None:
    plain = DEFAULTS[kind].retention
    kept = {tier: retention(getattr(plain, tier)) for tier in ("hourly", "weekly", "monthly")}
    settings = replace(settings, kept=kept)
    for promise, there in simulate(settings, OFF, AWAY):
        assert set(there) == promise.kept_points(), promise.runs[-1]


def test_a_set_of_a_clock_that_was_wrong_pushes_out_none(settings: Settings) -> None:
    from orogen_backup.create import make, own_sets

    repository, whole = StandIn(settings.environment), sources("database.dump")
    for number in range(48):
        make(settings, repository, whole, BEGIN + number * HOUR)
    make(settings, repository, whole, BEGIN + timedelta(900))
    there = len(own_sets(repository, settings))
    make(settings, repository, whole, BEGIN + 48 * HOUR)
    assert len(own_sets(repository, settings)) == there + 1
