"""An administrator's public key is cut off or mixed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.public_key import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO205"
SEVERITY = "error"
TITLE = "Broken public key"
WHY = "sshd skips a key that it cannot read without a word, and the person finds the door closed."
FIX = "Copy the whole line of the .pub file that ssh-keygen wrote."
BAD = """\
access:
  administrators:
    - name: alice
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3a
"""
GOOD = """\
access:
  administrators:
    - name: alice
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each key whose base64 is not whole or is of another type than it says."""
    for index, administrator in enumerate(case.environment.access.administrators):
        if not _is_whole(administrator.key):
            yield Finding(
                ("access", "administrators", index, "key"),
                f"the public key of `{administrator.name}` is not whole",
                FIX,
            )


def _is_whole(key: str) -> bool:
    found = fields(key)
    return len(found) > 1 and found[0] == key.split(" ")[0].encode()
