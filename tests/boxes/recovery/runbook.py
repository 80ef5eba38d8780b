"""The commands of a runbook, read from `orogen dr plan --format json` and carried out where boxes have a place for it.

What is typed "on your machine" runs in a folder beside the control repos, what is typed on a node in its box. ssh and
rsync, which bring Puppet and the control repo onto machines, are what `orogen boxes` does instead: the run is the same.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.boxes.environment import Boxes

Record = dict[str, Any]

_ON_NODE = re.compile(r"On (\S+) \((\S+)\), as root")
_SSH = re.compile(r"ssh \S+@(\S+) (.+)")
_HERE = "On your machine"
# Where lines are typed for which there is nothing in boxes, and why.
_LEFT_OUT = {
    "On the Puppet server, in the control repo": "boxes run Puppet without a server",
    "On every machine": "boxes run Puppet without a server",
    "Anywhere, with a token of Cloudflare's API": "no tunnel ends at Cloudflare",
    "Anywhere": "the shop has no public name: its health is asked behind the tunnel's local end",
}
_COMMAND_SECONDS = 1800
_STATUS = "oro-maintenance cluster status"
_OPENS = "oro-maintenance maintenance off"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a step: what was done, and the seconds that it took."""

    what: str
    seconds: float


@dataclass(slots=True)
class Carried:
    """What was carried out of each step, by its name, and what was not, with the reason."""

    parts: dict[str, list[Part]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def timed(self, step: str, what: str, action: Callable[[], object]) -> None:
        """Do something that belongs to a step, and keep how long it took."""
        print(f"\n[{step}] {what}", flush=True)
        began = time.monotonic()
        action()
        part = Part(what, time.monotonic() - began)
        print(f"[{step}] {part.seconds:.1f} s", flush=True)
        self.parts.setdefault(step, []).append(part)

    def seconds(self, step: str) -> float:
        """Give how long a step took."""
        return sum(part.seconds for part in self.parts.get(step, ()))


@dataclass(slots=True)
class Reader:
    """Somebody who follows the runbook: `desk` is the folder beside the control repos.

    `typed` is what commands are told on their standard input, by a word of their line. `waiting` is what need not run
    yet: it waits for the release and the end of maintenance, and then for Puppet.
    """

    desk: Path
    boxes: Boxes
    variables: Mapping[str, str]
    typed: Mapping[str, str]
    carried: Carried
    restored: str = ""
    opened: bool = False
    waiting: frozenset[str] = frozenset({"cron", "websocket"})

    def follow(self, step: Record) -> None:
        """Carry out every command of a step, in its order. Fails with the first that does."""
        for block in step["blocks"]:
            if block["kind"] == "commands":
                self._block(step["name"], block["where"], block["lines"])

    def _block(self, step: str, where: str, lines: list[str]) -> None:
        text = "\n".join(lines)
        if reason := _LEFT_OUT.get(where):
            self.carried.left_out[lines[0].strip()] = reason
        elif found := _ON_NODE.fullmatch(where):
            for line in lines:
                self.carried.timed(step, line, lambda line=line: self.on_node(found[1], line))  # type: ignore[misc]
        elif not where.startswith(_HERE):
            raise AssertionError(f"nobody knows how `{where}` is carried out in boxes: {text}")
        elif "puppet-apply" in text:
            self.carried.timed(step, "Puppet on every node", self._puppet)
        elif "pytest " in text:
            self.carried.timed(step, "the control repo's checks", self.boxes.check)
        elif all(_SSH.fullmatch(line) for line in lines):
            for line in lines:
                self.carried.timed(step, line, lambda line=line: self._over_ssh(line))  # type: ignore[misc]
        else:
            for line in lines:
                self.carried.timed(step, line, lambda line=line: self.here(line))  # type: ignore[misc]

    def here(self, line: str, told: str = "") -> str:
        """Run a line beside the control repos, told this on its standard input, and give what it printed."""
        done = subprocess.run(
            ["bash", "-euc", line],
            cwd=self.desk,
            env=dict(self.variables),
            input=told or next((value for name, value in self.typed.items() if name in line), ""),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=_COMMAND_SECONDS,
        )
        print(done.stdout, flush=True)
        assert done.returncode == 0, f"`{line}`: exit code {done.returncode}"
        return done.stdout

    def on_node(self, name: str, line: str) -> str:
        """Run a line on a node and give what it printed. SET is the newest set, and a person's "yes" is `--force`."""
        if line.endswith(" SET"):
            listed = self.boxes.run(name, "oro-maintenance", "backup", "list", "--format", "json")
            self.restored = json.loads(listed)["sets"][0]["set"]
            line = line.removesuffix("SET") + f"{self.restored} --force"
        if line == _STATUS:
            return self._status(name)
        said = self.boxes.run(name, "bash", "-euo", "pipefail", "-c", line, seconds=_COMMAND_SECONDS)
        print(said, flush=True)
        self.opened = self.opened or line == _OPENS
        return said

    def _status(self, name: str) -> str:
        """Show the clusters. It is no fault that what waits is away."""
        said = self.boxes.run(name, "sh", "-c", f"{_STATUS} --format json || true", seconds=_COMMAND_SECONDS)
        wrong = {found["service"]: found["faults"] for found in json.loads(said)["services"] if found["faults"]}
        print(wrong or "all is well", flush=True)
        assert wrong.keys() <= self.waiting, wrong
        return said

    def _over_ssh(self, line: str) -> None:
        found = _SSH.fullmatch(line)
        assert found
        (box,) = [box for box in self.boxes.layout.boxes if box.address == found[1]]
        self.on_node(box.name, found[2])

    def _puppet(self) -> None:
        self.boxes.orogen("apply", "--once", "--jobs", str(len(self.boxes.layout.boxes)), seconds=_COMMAND_SECONDS)
        if self.opened:
            self.waiting = frozenset()
