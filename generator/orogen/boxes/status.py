"""What state boxes are in, as systemd sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman

# How units begin that wait by design: for ever, for the world outside; or for a moment, with each login.
WAITING_BY_DESIGN = ("cloudflared.service", "user@")
# In one command, which takes most of a second on a busy machine.
_ASKED = """systemctl list-units --plain --no-legend --type=service --state=failed,activating
systemctl is-system-running"""


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
    *listed, state = podman.ask("exec", certname, "sh", "-c", _ASKED).stdout.splitlines() or ["stopped"]
    # UNIT LOAD ACTIVE SUB, and its description.
    units = [(words[0], words[2]) for line in listed if len(words := line.split()) > 3]
    return State(
        name=name,
        state=state,
        failed=tuple(unit for unit, active in units if active == "failed"),
        waiting=tuple(
            unit for unit, active in units if active == "activating" and not unit.startswith(WAITING_BY_DESIGN)
        ),
    )
