"""podman, called the way this machine needs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from orogen.boxes import namespace
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAST_LINES = 5


@dataclass(frozen=True, slots=True)
class Podman:
    """A way to call podman. `prefix` is what has to stand before it on this machine; empty on most.

    `outward` is the same for what needs this machine's network: building an image.
    """

    prefix: tuple[str, ...] = ()
    outward: tuple[str, ...] = ()

    def reaching_out(self) -> Podman:
        """Give podman for a container that may use this machine's network."""
        return replace(self, prefix=self.outward)

    def command(self, *arguments: str) -> list[str]:
        """Give the whole command line, for callers that run it themselves."""
        return [*self.prefix, "podman", *arguments]

    def run(self, *arguments: str, text: str | None = None, seconds: float = 120) -> str:
        """Run podman and give what it printed. Raises OrogenError with its last words when it fails or hangs."""
        answer = self.ask(*arguments, text=text, seconds=seconds)
        if answer.returncode:
            said = " / ".join((answer.stderr or answer.stdout).strip().splitlines()[-_LAST_LINES:])
            raise OrogenError(f"`podman {_short(arguments)}` failed: {said or f'exit code {answer.returncode}'}")
        return answer.stdout

    def ask(self, *arguments: str, text: str | None = None, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run podman, where a failure is an answer too. Raises OrogenError when it takes longer than this."""
        try:
            return subprocess.run(
                self.command(*arguments),
                input=text,
                stdin=subprocess.DEVNULL if text is None else None,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise OrogenError(f"`podman {_short(arguments)}` gave no answer within {seconds:.0f} s") from error


def podman() -> Podman:
    """Find out how podman is called here. Raises OrogenError when boxes cannot run on this machine, with the cure."""
    if shutil.which("podman") is None:
        raise OrogenError("podman is not installed", help="apt install podman")
    if os.geteuid() != 0:
        raise OrogenError(
            "boxes need root: a system container with a firewall and addresses of its own is privileged",
            help="Run it with sudo, or on a machine made for it: a privileged box can do what root can.",
        )
    if namespace.unneeded():
        return Podman()
    return Podman(prefix=namespace.entered(network=True), outward=namespace.entered(network=False))


def leave(podman: Podman) -> None:
    """End what `podman()` started for itself, unless boxes of another environment still run in it."""
    if podman.prefix and not podman.run("ps", "--all", "--quiet", "--filter=label=orogen.environment").strip():
        namespace.end()


def _short(arguments: Sequence[str], most: int = 4) -> str:
    return " ".join(arguments[:most]) + (" ..." if len(arguments) > most else "")
