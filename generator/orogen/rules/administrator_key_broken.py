"""An administrator's public key is cut off or mixed up."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

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
    """Read the fields, each after its length in four bytes (RFC 4253, section 6.6): they must fill the key exactly."""
    kind, encoded = key.split(" ")[:2]
    try:
        rest = b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    fields = []
    while len(rest) >= 4:
        length = int.from_bytes(rest[:4])
        field, rest = rest[4 : 4 + length], rest[4 + length :]
        if len(field) != length:
            return False
        fields.append(field)
    return len(fields) > 1 and not rest and fields[0] == kind.encode()
