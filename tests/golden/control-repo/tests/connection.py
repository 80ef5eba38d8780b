"""Hosts for the checks. A box is reached through one shell for all its checks: `podman exec` for each takes longer."""

from __future__ import annotations

import base64
import subprocess
from functools import cache
from typing import Any

import testinfra
from testinfra.backend.podman import PodmanBackend
from testinfra.host import Host

# Runs one command, then says its exit code and the length of both outputs, and gives them: the next one begins behind.
_FRAME = """(eval "$(echo {command} | base64 -d)") </dev/null >"$D/out" 2>"$D/err"
echo $? $(stat -c %s "$D/out" "$D/err")
cat "$D/out" "$D/err"
"""


@cache
def host_of(connection: str) -> Any:
    """Give the testinfra host of a connection such as `ssh://web1.acme.internal` or `podman://web1.acme.internal`."""
    scheme, _, name = connection.partition("://")
    return Host(_Box(name)) if scheme == "podman" else testinfra.get_host(connection)


class _Box(PodmanBackend):
    """A container, and a shell in it that stays."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._shell = subprocess.Popen(
            ["podman", "exec", "--interactive", name, "/bin/sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._shell.stdin.write(b"D=$(mktemp -d); trap 'rm -rf \"$D\"' EXIT\n")

    def run(self, command: str, *args: str, **_: Any) -> Any:
        line = self.get_command(command, *args)
        self._shell.stdin.write(_FRAME.format(command=base64.b64encode(line.encode()).decode()).encode())
        self._shell.stdin.flush()
        head = self._shell.stdout.readline().split()
        if len(head) != 3:
            raise RuntimeError(f"{self.name} does not answer: is the box up?")
        code, *lengths = map(int, head)
        out, err = (self._shell.stdout.read(length) for length in lengths)
        return self.result(code, line.encode(), out, err)
