"""An error is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO212"
SEVERITY = "error"
TITLE = "Acceptance of an error"
WHY = "An error says that the environment cannot work or loses data; no reason changes that."
FIX = "Remove the acceptance and mend what the error shows."
BAD = """\
accept:
  - {code: ORO401, reason: we have always had four nodes}
"""
GOOD = """\
accept: []
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each acceptance of a rule that is an error."""
    from orogen.rules.run import every_rule

    errors = {rule.CODE: rule.TITLE for rule in every_rule() if rule.SEVERITY == "error"}
    for index, acceptance in enumerate(case.environment.accept):
        if acceptance.code in errors:
            title = errors[acceptance.code]
            message = f"`{acceptance.code}` ({title}) is an error, which cannot be accepted"
            yield Finding(("accept", index, "code"), message, FIX)
