"""An administrator has a login name that the system or a service uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO204"
SEVERITY = "error"
TITLE = "Reserved login name"
WHY = "A person with a service's account has the service's files, and Puppet finds two owners of one account."
FIX = "Choose a login name that belongs to the person alone."
BAD = """\
access:
  administrators:
    - name: postgres
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
"""
GOOD = """\
access:
  administrators:
    - name: paula
      key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt
"""

# Debian's base-passwd, systemd and openssh-server.
_SYSTEM = (
    *("root", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www-data"),
    *("backup", "list", "irc", "gnats", "nobody", "systemd-network", "systemd-timesync", "systemd-resolve"),
    *("messagebus", "sshd"),
)
# The accounts that the packages of the stack make, and those that stand for a machine's owner.
_STACK = (
    *("postgres", "etcd", "elasticsearch", "rabbitmq", "epmd", "redis", "mongodb", "mongod", "postfix", "nginx"),
    *("haproxy", "cloudflared", "prometheus", "chrony", "restic", "puppet", "oro", "orocommerce", "admin", "debian"),
)
RESERVED = frozenset((*_SYSTEM, *_STACK))


def check(case: Case) -> Iterator[Finding]:
    """Give each administrator with a reserved name."""
    for index, administrator in enumerate(case.environment.access.administrators):
        if administrator.name in RESERVED:
            yield Finding(
                ("access", "administrators", index, "name"),
                f"`{administrator.name}` is an account of the system or of a service",
                FIX,
            )
