"""What of an environment comes to its end, and what one can change to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.spec.lifetimes import ENDS, phase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from orogen.rules.case import Case
    from orogen.spec.lifetimes import Phase

# Product -> its name, and the service that stands for it.
_STORES = {
    "php": ("PHP", "application"),
    "postgresql": ("PostgreSQL", "database"),
    "elasticsearch": ("Elasticsearch", "search"),
    "mongodb": ("MongoDB", "files"),
}
# Debian has neither: they come from their vendors whatever the package source is.
_ALWAYS_OF_VENDOR = ("elasticsearch", "mongodb")


def release_phase(case: Case) -> Phase:
    """Say how far the end of the release is."""
    return phase("orocommerce", case.environment.application.release, case.today)


def until(end: date, today: date) -> str:
    """Give the way to a day in words: `today`, `in 1 day`, `in 128 days`."""
    days = (end - today).days
    return "today" if days == 0 else "in 1 day" if days == 1 else f"in {days} days"


def later(product: str, today: date) -> str:
    """Give the series whose end is far: `6.1` (2029-03-31) or `7.0` (2030-03-31); nothing when there is none."""
    *others, last = [
        f"`{series}` ({end})" for series, end in ENDS[product].items() if phase(product, series, today) == "far"
    ] or [""]
    return " or ".join([", ".join(others), last]) if others else last


def aged_stores(case: Case, wanted: Phase) -> Iterator[tuple[str, date]]:
    """Give what the release runs on and is as near to its end as wanted, with that date.

    Nothing while the release itself is reported: its successor brings newer ones. Debian keeps what it packages alive
    until its own end.
    """
    if release_phase(case) != "far":
        return
    of_debian = case.environment.packages.source == "distribution"
    for product, (name, service) in _STORES.items():
        series: str = getattr(case.environment.versions, product)
        own = not of_debian or product in _ALWAYS_OF_VENDOR
        if own and case.plan.cluster(service) and phase(product, series, case.today) == wanted:
            yield f"{name} {series}", ENDS[product][series]
