"""A warning is accepted that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO211"
SEVERITY = "error"
TITLE = "Acceptance of an unknown code"
WHY = "The warning that was meant is shown on, and the reason beside the wrong code misleads the next reader."
FIX = "Write the code that the warning shows; `orogen rules` lists all of them."
BAD = """\
accept:
  - {code: ORO999, reason: the secondary region is not bought yet}
"""
GOOD = """\
accept: []
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each acceptance whose code no rule has."""
    from orogen.rules.run import every_rule

    known = [rule.CODE for rule in every_rule()]
    for index, acceptance in enumerate(case.environment.accept):
        if acceptance.code not in known:
            from difflib import get_close_matches

            close = get_close_matches(acceptance.code, known, n=1)
            yield Finding(
                ("accept", index, "code"),
                f"there is no rule `{acceptance.code}`",
                f"Did you mean `{close[0]}`? {FIX}" if close else FIX,
            )
