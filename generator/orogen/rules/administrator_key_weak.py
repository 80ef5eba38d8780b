"""An administrator's RSA key is shorter than is advised today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules import administrator_key_refused
from orogen.rules.finding import Finding
from orogen.rules.public_key import rsa_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO803"
SEVERITY = "warning"
TITLE = "Weak RSA key"
WHY = (
    "An administrator's key opens every node as root. One of 2048 bits is as strong as a cipher of 112 bits, which "
    "NIST gives up after 2030; ssh-keygen itself makes 3072 since 2019."
)
FIX = "Make a new key: `ssh-keygen -t ed25519`."
BAD = """\
access:
  administrators:
    - name: alice
      key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDIHudhph8VKRKj8WHodqWRYcGSJ7uoRMJJ+OcDKJKACxizsSLg2DfeH/NnfGM\
QcXLJuMZ/RRh5JCgqyLNhqMQ7kW6JbLNGWxRAclFP4Xf9P9URLNsa1G/14a+8EmmO5kgHxq5mZA6NQBzRTaRGa2EnU2Jc7JHz6KreKXR+lrrqV\
Q==
"""
GOOD = """\
access:
  administrators:
    - name: alice
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
"""

# NIST SP 800-57 part 1, table 2: 128 bits of strength. BSI TR-02102-1 asks for 3000 since 2023.
ADVISED = 3072


def check(case: Case) -> Iterator[Finding]:
    """Give each RSA key below the advised length. One that sshd refuses is ORO802."""
    for index, administrator in enumerate(case.environment.access.administrators):
        bits = rsa_bits(administrator.key)
        if bits is not None and administrator_key_refused.LEAST <= bits < ADVISED:
            path = ("access", "administrators", index, "key")
            yield Finding(
                path, f"the RSA key of `{administrator.name}` has {bits} bits, and {ADVISED} are advised", FIX
            )
