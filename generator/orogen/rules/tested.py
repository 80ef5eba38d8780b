"""What Oro tests a release with, and what a distribution has instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.spec.releases import RELEASES

if TYPE_CHECKING:
    from orogen.spec.environment import Environment


def has_its_php(environment: Environment) -> bool:
    """Say whether the release can run here at all. Where it cannot, the other stores of that source do not matter."""
    return environment.versions.php == RELEASES[environment.application.release].versions.php


def untested(environment: Environment, store: str) -> str:
    """Give the series that Oro tests the release with, when another one of the store will run; else nothing."""
    oldest, newest = RELEASES[environment.application.release].tested[store]
    there: str = getattr(environment.versions, store)
    if not has_its_php(environment) or _order(oldest) <= _order(there) <= _order(newest):
        return ""
    return oldest if oldest == newest else f"{oldest} to {newest}"


def _order(series: str) -> tuple[int, ...]:
    return tuple(int(part) for part in series.split("."))
