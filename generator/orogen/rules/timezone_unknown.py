"""The maintenance window is in a time zone that does not exist."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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

DATABASE = Path("/usr/share/zoneinfo")
MAGIC = b"TZif"


def check(case: Case) -> Iterator[Finding]:
    """Give the time zone of the window when the database does not have it. Without a database nothing can be said."""
    timezone = case.environment.maintenance.timezone
    if timezone == "UTC" or _is_here(timezone):
        return
    from zoneinfo import available_timezones

    known = available_timezones()
    if not known or timezone in known:
        return
    meant = suggestion(timezone, sorted(known))
    yield Finding(
        ("maintenance", "window", "timezone"),
        f"there is no time zone `{timezone}`",
        f"Did you mean `{meant}`?" if meant else FIX,
    )


def _is_here(timezone: str) -> bool:
    # To ask `zoneinfo` takes 3 ms, as much as ten other rules.
    try:
        with (DATABASE / timezone).open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
