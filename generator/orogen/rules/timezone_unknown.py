"""The maintenance window is in a time zone that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from orogen.rules.finding import Finding
from orogen.spec.wording import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO202"
SEVERITY = "error"
TITLE = "Unknown time zone"
WHY = "systemd refuses a timer in a time zone that it does not know, and the window would never open."
FIX = "Use a name of the IANA time zone database, such as Europe/Brussels or UTC."
BAD = """\
maintenance:
  window: {timezone: Europe/Brusels}
"""
GOOD = """\
maintenance:
  window: {timezone: Europe/Brussels}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the time zone of the window when the database does not have it. Without a database nothing can be said."""
    timezone = case.environment.maintenance.timezone
    if _exists(timezone) or not (known := available_timezones()):
        return
    meant = suggestion(timezone, sorted(known))
    yield Finding(
        ("maintenance", "window", "timezone"),
        f"there is no time zone `{timezone}`",
        f"Did you mean `{meant}`?" if meant else FIX,
    )


def _exists(timezone: str) -> bool:
    try:
        ZoneInfo(timezone)
    except (KeyError, OSError, ValueError):
        return timezone == "UTC"
    return True
