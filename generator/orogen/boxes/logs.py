"""What happened in boxes: one journal, or everything of all of them for somebody who looks later."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from orogen.boxes.layout import LOGS

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman

_COLLECTED = {
    "journal.log": "journalctl --no-pager --output=short-precise",
    "units.log": "systemctl --no-pager list-units --all",
    "sockets.log": "ss -tulpn",
    "firewall.log": "nft list ruleset",
}
_SECONDS = 120


def journal(podman: Podman, certname: str, unit: str | None) -> str:
    """Give a box's journal, of one unit or all. Raises OrogenError where the box does not run."""
    chosen = [f"--unit={unit}"] if unit else []
    return podman.run("exec", certname, "journalctl", "--no-pager", *chosen, seconds=_SECONDS)


def collect(podman: Podman, layout: Layout, folder: Path, target: Path) -> None:
    """Write each box's logs and states below the target, Puppet's logs too; what cannot be had is left out."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: _collect(podman, name, target / name), layout.containers))
    if (folder / LOGS).is_dir():
        shutil.copytree(folder / LOGS, target / "puppet", dirs_exist_ok=True)


def _collect(podman: Podman, name: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file, line in _COLLECTED.items():
        answer = podman.ask("exec", name, *line.split(), seconds=_SECONDS)
        (target / file).write_text(answer.stdout + answer.stderr)
