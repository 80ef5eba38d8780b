"""An administrator's RSA key is too short for sshd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.public_key import rsa_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO802"
SEVERITY = "error"
TITLE = "Key that sshd refuses"
WHY = "OpenSSH takes no RSA key below 1024 bits since its version 9.1: the person finds the door closed."
FIX = "Make a new key: `ssh-keygen -t ed25519`."
BAD = """\
access:
  administrators:
    - name: alice
      key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDCGATfIRiwOQFem2u6HTnMBTmXrax5K3B2l92yziq8vCLligmioQU9RQF7ekY\
YTWi1ZGgrmCvdRd4o7nz+EsQ7
"""
GOOD = """\
access:
  administrators:
    - name: alice
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
"""

# sshd_config(5), RequiredRSASize: the default, which may only be raised.
LEAST = 1024


def check(case: Case) -> Iterator[Finding]:
    """Give each RSA key below the least."""
    for index, administrator in enumerate(case.environment.access.administrators):
        bits = rsa_bits(administrator.key)
        if bits is not None and bits < LEAST:
            path = ("access", "administrators", index, "key")
            yield Finding(path, f"sshd refuses the RSA key of `{administrator.name}`: {bits} bits, below {LEAST}", FIX)
