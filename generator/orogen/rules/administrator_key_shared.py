"""Two administrators have the same public key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case
    from orogen.spec.environment import Administrator

CODE = "ORO213"
SEVERITY = "warning"
TITLE = "Key of two administrators"
WHY = (
    "One private key opens both accounts: sshd's log names the account, not the person, and nobody can lose one alone."
)
FIX = "Give each administrator a key of their own."
BAD = """\
access:
  administrators:
    - name: alice
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
    - name: bob
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
"""
GOOD = """\
access:
  administrators:
    - name: alice
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
    - name: bob
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0hXG1q+0hPjBR67AyhkjD4aaWg1NxHa8ICS4L+1xPH
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each key that an administrator of another name has before. Two entries of one name are ORO203."""
    owners: dict[str, tuple[int, str]] = {}
    for index, administrator in enumerate(case.environment.access.administrators):
        first, owner = owners.setdefault(_key(administrator), (index, administrator.name))
        if owner != administrator.name:
            yield Finding(
                ("access", "administrators", index, "key"),
                f"`{administrator.name}` has the key of `{owner}`",
                FIX,
                related=((("access", "administrators", first, "key"), f"the key of `{owner}`"),),
            )


def _key(administrator: Administrator) -> str:
    """Give the key itself: what follows it is a comment."""
    return administrator.key.split(" ")[1]
