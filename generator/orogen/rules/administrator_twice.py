"""Two administrators have the same login name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO203"
SEVERITY = "warning"
TITLE = "Administrator given twice"
WHY = "Both keys open one account: right for a person's second key, and wrong where two people are taken for one."
FIX = "Give each person a login name of their own; accept this where both keys are one person's."
BAD = """\
access:
  administrators:
    - name: alex
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
    - name: alex
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0hXG1q+0hPjBR67AyhkjD4aaWg1NxHa8ICS4L+1xPH
"""
GOOD = """\
access:
  administrators:
    - name: alexk
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
    - name: alexm
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0hXG1q+0hPjBR67AyhkjD4aaWg1NxHa8ICS4L+1xPH
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each administrator whose name an earlier one has."""
    names = [administrator.name for administrator in case.environment.access.administrators]
    for index, name in enumerate(names):
        first = names.index(name)
        if first < index:
            yield Finding(
                ("access", "administrators", index, "name"),
                f"administrator `{name}` is given twice",
                FIX,
                related=((("access", "administrators", first, "name"), "the first entry"),),
            )
