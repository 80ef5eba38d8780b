"""The box that stands for the rest of the world: the mail relays, which take every message and keep it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orogen.boxes.differences import OUTSIDE_MAIL_PORT

if TYPE_CHECKING:
    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman

_SCRIPT = Path(__file__).with_name("image") / "outside"
_SECONDS = 180


def set_up(podman: Podman, layout: Layout, relays: int) -> None:
    """Have one relay listen for each of the spec's. Raises OrogenError when that fails."""
    ports = [str(OUTSIDE_MAIL_PORT + index) for index in range(relays)]
    podman.run(
        "exec", "--interactive", layout.outside_box, "sh", "-s", *ports, text=_SCRIPT.read_text(), seconds=_SECONDS
    )
