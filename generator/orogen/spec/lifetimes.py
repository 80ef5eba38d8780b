"""When each series gets its last fix. A date is left out where nobody has named one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

# Before its end a series is reported for half a year: an upgrade of OroCommerce is a project with its own tests, and
# what is pinned by a release ends a few months before the release does.
SOON = timedelta(days=180)

# Redis and RabbitMQ name no dates: a series ends when the next ones appear, so none that a release is pinned to can be
# up to date. Node only builds releases, and no visitor reaches it.
ENDS: Mapping[str, Mapping[str, date]] = {
    # Oro's documentation 7.0, "Release Process": months, taken to their last day.
    "orocommerce": {
        "5.1": date(2027, 3, 31),
        "6.0": date(2028, 3, 31),
        "6.1": date(2029, 3, 31),
        "7.0": date(2030, 3, 31),
    },
    # Debian's package distro-info-data 0.58+deb12u7: the end of LTS. The security team handed Debian 12 over on
    # 2026-07-11 and hands Debian 13 over on 2028-08-09; updates go on to come from the same archive.
    "debian": {"debian-12": date(2028, 6, 30), "debian-13": date(2030, 6, 30)},
    # php.net, "Supported Versions": the end of security fixes.
    "php": {
        "8.2": date(2026, 12, 31),
        "8.3": date(2027, 12, 31),
        "8.4": date(2028, 12, 31),
        "8.5": date(2029, 12, 31),
    },
    # postgresql.org, "Versioning Policy": the final release.
    "postgresql": {
        "15": date(2027, 11, 11),
        "16": date(2028, 11, 9),
        "17": date(2029, 11, 8),
        "18": date(2030, 11, 14),
    },
    # endoflife.date, from elastic.co/support/eol: 8.19, the last of its major version. 9 has no date yet.
    "elasticsearch": {"8": date(2027, 7, 15)},
    # mongodb.com, "Software Lifecycle Schedules": months, taken to their last day.
    "mongodb": {"7.0": date(2027, 8, 31), "8.0": date(2029, 10, 31)},
}

Phase = Literal["far", "soon", "over"]


def phase(product: str, series: str, today: date) -> Phase:
    """Say how far the end of a series is: a series without a date is far from it."""
    end = ENDS[product].get(series)
    if end is None or today < end - SOON:
        return "far"
    return "soon" if today <= end else "over"
