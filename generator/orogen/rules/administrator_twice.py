"""Two administrators have the same login name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO203"
SEVERITY = "error"
TITLE = "Administrator given twice"
WHY = "One login holds one key: the second entry would silently replace the first."
FIX = "Give each person one entry with a login name of their own."
BAD = ""
GOOD = ""


def check(case: Case) -> Iterator[Finding]:
    """Give each administrator whose name an earlier one has."""
    names = [administrator.name for administrator in case.environment.access.administrators]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Finding(("access", "administrators", index, "name"), f"administrator `{name}` is given twice", FIX)
