"""The ground that drills stand on: boxes that are up, with the plan that they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman
    from orogen.plan.model import Plan

_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Boxes that are up. `folder` is where `orogen boxes up` keeps what it made."""

    podman: Podman
    layout: Layout
    plan: Plan
    folder: Path

    def ask(
        self, node: str, script: str, *words: str, text: str | None = None, seconds: float = _SECONDS
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell script on a node, where a failure is an answer too. Raises OrogenError when it hangs."""
        return self.podman.ask(*self._line(node, script, words, text), text=text, seconds=seconds)

    def run(self, node: str, script: str, *words: str, text: str | None = None, seconds: float = _SECONDS) -> str:
        """Run a shell script on a node and give what it printed. Raises OrogenError when it fails or hangs."""
        return self.podman.run(*self._line(node, script, words, text), text=text, seconds=seconds)

    def container(self, node: str) -> str:
        """Give the container of a node."""
        return self.layout.container(node)

    def nodes(self, service: str, without: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Give the names of the nodes that run a service, in plan order, without some of them."""
        return tuple(node.name for node in self.plan.cluster(service) if node.name not in without)

    def _line(self, node: str, script: str, words: tuple[str, ...], text: str | None) -> list[str]:
        interactive = ["--interactive"] if text is not None else []
        return ["exec", *interactive, self.container(node), "sh", "-c", script, "sh", *words]
