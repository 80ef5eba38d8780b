"""A namespace with cgroup v2, for machines whose /sys/fs/cgroup is v1 or hybrid: system containers need v2.

It has a network of its own as well, where podman's bridges and rules are. One process holds it, which sleeps; nothing
outside of the namespace changes, and with the process it is gone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from orogen.errors import OrogenError

_UNIFIED = Path("/sys/fs/cgroup/cgroup.controllers")
_PID_FILE = Path("/run/orogen/cgroup-namespace.pid")
_START_SECONDS = 10
# The sleeper's name, by which a process id that was given to another process since is told apart.
_NAME = "orogen-cgroup-namespace"
_SCRIPT = """
mount --make-rprivate / &&
umount -R /sys/fs/cgroup &&
mount -t cgroup2 cgroup2 /sys/fs/cgroup &&
ip link set lo up &&
echo $$ >"$1" &&
exec -a "$0" sleep infinity
"""


def unneeded() -> bool:
    """Say whether this machine has cgroup v2 where podman looks for it."""
    return _UNIFIED.exists()


def entered(*, network: bool) -> tuple[str, ...]:
    """Give the words before a command that run it in the namespace, which is made when there is none.

    Without `network` it keeps this machine's. Raises OrogenError when the namespace cannot be made.
    """
    pid = _running() or _started()
    return ("nsenter", f"--target={pid}", "--mount", *(["--net"] if network else []), f"--wdns={Path.cwd()}")


def end() -> None:
    """Let the namespace go, if there is one."""
    pid = _running()
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    _PID_FILE.unlink(missing_ok=True)


def _running() -> int | None:
    try:
        pid = int(_PID_FILE.read_text())
        name = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()
    except (OSError, ValueError):
        return None
    return pid if name == _NAME else None


def _started() -> int:
    if missing := [program for program in ("unshare", "nsenter", "bash", "ip") if not shutil.which(program)]:
        raise OrogenError(f"{missing[0]} is not installed", help="apt install util-linux bash iproute2")
    _PID_FILE.parent.mkdir(exist_ok=True)
    log = _PID_FILE.with_suffix(".log")
    with log.open("wb") as errors:
        subprocess.run(
            ["setsid", "--fork", "unshare", "--mount", "--net", "bash", "-c", _SCRIPT, _NAME, _PID_FILE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            check=False,
        )
    deadline = monotonic() + _START_SECONDS
    while monotonic() < deadline:
        if pid := _running():
            return pid
        sleep(0.05)
    said = log.read_text(errors="replace").strip()
    raise OrogenError(
        f"this machine's cgroups are not v2 and cannot be made so for boxes: {said or 'no answer'}",
        help="Boot with systemd.unified_cgroup_hierarchy=1, or use a machine that allows mounts.",
    )
