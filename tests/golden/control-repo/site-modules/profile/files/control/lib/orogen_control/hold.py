"""Puppet held back on this node, for as long as anybody has a reason to.

Each reason is a file in `puppet-held/` of the state folder: `bin/puppet-apply` looks there. An agent looks at its own
lock, which `puppet agent --disable` writes: made with the first reason, it goes with the last, unless somebody had
disabled the agent before.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from orogen_control.commands import ask
from orogen_control.record import read, remove, write

if TYPE_CHECKING:
    from orogen_control.settings import Settings

PROGRAMS = "/opt/puppetlabs/bin:/usr/local/bin:/usr/bin"


def hold(settings: Settings, reason: str, text: str) -> None:
    """Hold Puppet back. Raises OSError, CommandError."""
    path = _folder(settings) / reason
    if not path.exists():
        write(path, {"reason": text, "agent_lock": _disable(text)})


def release(settings: Settings, reason: str) -> None:
    """Take a reason away; with the last one that disabled the agent it may run again. Raises OSError."""
    path = _folder(settings) / reason
    found = read(path)
    if found is None:
        return
    remove(path)
    lock = found["agent_lock"]
    others = _records(settings)
    if lock and others:
        write(others[0], {**(read(others[0]) or {}), "agent_lock": lock})
    elif lock:
        remove(Path(lock))


def reasons(settings: Settings) -> list[str]:
    """Give what holds Puppet back, in words."""
    return [str((read(path) or {}).get("reason", "")) for path in _records(settings)]


def _records(settings: Settings) -> list[Path]:
    folder = _folder(settings)
    return sorted(path for path in folder.iterdir() if path.suffix != ".new") if folder.is_dir() else []


def _folder(settings: Settings) -> Path:
    return settings.state / "puppet-held"


def _disable(text: str) -> str:
    """Disable the agent as `puppet agent --disable` does. Gives its lock, or nothing if it is not ours to remove."""
    puppet = shutil.which("puppet", path=PROGRAMS)
    if not puppet:
        return ""
    lock = Path(ask([puppet, "config", "print", "agent_disabled_lockfile", "--section", "agent"]).strip())
    if lock.exists():
        return ""
    lock.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    lock.write_text(json.dumps({"disabled_message": text}))
    return str(lock)
