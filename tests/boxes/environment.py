"""The boxes that are up, as tests use them: through the command line that people use, and podman for faults."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orogen.boxes import layout, podman, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.boxes.layout import Layout

OROGEN = Path(sys.executable).with_name("orogen")
REDIS = ("sessions_mon", "lru_cache_mon")
_SENTINEL = ("orogen-redis-cli", "-p", "26379", "sentinel")
_PATRONICTL = ("patronictl", "--config-file", "/etc/patroni/config.yml", "list", "--format", "json")


@dataclass(frozen=True, slots=True)
class Boxes:
    """An environment in boxes. `packages` is the folder of what Debian does not have."""

    folder: Path
    packages: Path

    @property
    def layout(self) -> Layout:
        return layout.read(self.folder)

    def orogen(self, command: str, *arguments: str, seconds: float, check: bool = True) -> str:
        """Run `orogen boxes COMMAND`, show what it says and give it. A wait has an end, and a failure a reason."""
        print(f"\n$ orogen boxes {command} {' '.join(arguments)}", flush=True)
        line = [OROGEN, "boxes", command, "--folder", self.folder, *arguments]
        said = []
        with subprocess.Popen(line, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
            deadline = time.monotonic() + seconds
            for text in process.stdout or ():
                print(text, end="", flush=True)
                said.append(text)
                if time.monotonic() > deadline:
                    process.kill()
        assert not check or process.returncode == 0, f"orogen boxes {command}: exit code {process.returncode}"
        return "".join(said)

    def check(self, *arguments: str) -> None:
        """Run the control repo's checks, or some of them; say which did not run, and why."""
        self.orogen("check", "-q", "-rs", "--tb=short", "--numprocesses=2", *arguments, seconds=900)

    def run(self, name: str, *words: str, text: str | None = None, seconds: float = 120) -> str:
        """Run a command in a box and give what it printed."""
        done = subprocess.run(
            [OROGEN, "boxes", "shell", "--folder", self.folder, name, *words],
            input=text or "",
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
        assert done.returncode == 0, f"{name}: {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def podman(self, *arguments: str) -> None:
        """Do to containers what power cuts and people do."""
        podman.podman().run(*arguments, seconds=300)

    def running(self, service: str) -> list[str]:
        """Give the names of the boxes whose nodes run a service."""
        return [box.name for box in self.layout.boxes if service in box.services]

    def settle(self) -> None:
        """Wait until no unit of any box is failed or still starting."""
        settle.settle(podman.podman(), [box.certname for box in self.layout.boxes])

    def leader(self, *, asked_without: str = "") -> str:
        """Give the node that leads PostgreSQL; none while nobody does. The node `asked_without` is not asked."""
        node = next(name for name in self.running("database") if name != asked_without)
        members = json.loads(self.run(node, *_PATRONICTL))
        return next((member["Member"] for member in members if member["Role"] == "Leader"), "")

    def masters(self) -> dict[str, str]:
        """Give the address of each Redis master, as the first Sentinel has it."""
        node = self.running("cache")[0]
        return {name: self.run(node, *_SENTINEL, "get-master-addr-by-name", name).split()[0] for name in REDIS}

    def fail_over(self, name: str) -> None:
        """Have another Redis become the master."""
        self.run(self.running("cache")[0], *_SENTINEL, "failover", name)


def await_that(what: str, seen: Callable[[], bool], *, seconds: float) -> None:
    """Wait until something is seen, and fail with its name when it is not."""
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(1)
