"""A warning is accepted that is not there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

# After all other rules: it asks them again.
CODE = "ORO899"
SEVERITY = "warning"
TITLE = "Acceptance that no longer applies"
WHY = "It would hide the same warning when it comes back for another reason."
FIX = "Remove it from `accept`."
BAD = """\
accept:
  - {code: ORO702, reason: the machine has only one disk}
"""
GOOD = """\
accept: []
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each accepted warning that its rule does not find."""
    from orogen.rules.run import every_rule

    warnings = {rule.CODE: rule for rule in every_rule() if rule.SEVERITY == "warning" and rule.CODE != CODE}
    seen: set[str] = set()
    for index, acceptance in enumerate(case.environment.accept):
        rule = warnings.get(acceptance.code)
        if rule and (acceptance.code in seen or not any(rule.check(case))):
            words = "is accepted already" if acceptance.code in seen else f"({rule.TITLE}) is not found here any more"
            yield Finding(("accept", index, "code"), f"`{acceptance.code}` {words}", FIX)
        seen.add(acceptance.code)
