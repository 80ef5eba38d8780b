"""What state boxes are in, as systemd sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman

# What waits by design, and for ever: for the world outside.
WAITING_BY_DESIGN = ("cloudflared.service",)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One box: `stopped`, or systemd's word for it; units that failed, and units that are still starting."""

    name: str
    state: str
    failed: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Whether it runs, with nothing failed or unfinished."""
        return self.state in ("running", "starting", "degraded") and not self.failed and not self.waiting


def status(podman: Podman, layout: Layout) -> list[State]:
    """Give the state of every box, in plan order."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda box: state_of(podman, box.certname, box.name), layout.boxes))


def state_of(podman: Podman, certname: str, name: str) -> State:
    """Give the state of one box."""
    answer = podman.ask("exec", certname, "systemctl", "is-system-running")
    state = answer.stdout.strip() or "stopped"
    return State(
        name=name,
        state=state,
        failed=_units(podman, certname, "failed"),
        waiting=tuple(unit for unit in _units(podman, certname, "activating") if unit not in WAITING_BY_DESIGN),
    )


def _units(podman: Podman, certname: str, state: str) -> tuple[str, ...]:
    only = ("--type=service", f"--state={state}")
    listed = podman.ask("exec", certname, "systemctl", "list-units", "--plain", "--no-legend", *only)
    return tuple(line.split()[0] for line in listed.stdout.splitlines() if line.strip())
