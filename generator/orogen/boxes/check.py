"""The control repo's checks, run against the boxes with the command that its README gives."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from orogen.boxes.layout import CONTROL_REPO
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from orogen.boxes.layout import Layout
    from orogen.boxes.podman import Podman


def check(podman: Podman, layout: Layout, folder: Path, arguments: Sequence[str]) -> int:
    """Run pytest on the control repo's checks and give its exit code. Raises OrogenError where it is not installed."""
    tests = folder / CONTROL_REPO / "tests"
    if find_spec("pytest") is None or find_spec("testinfra") is None:
        raise OrogenError(
            "the checks need pytest and pytest-testinfra", help=f"pip install -r {tests / 'requirements.txt'}"
        )
    line = [
        *podman.prefix,
        *(sys.executable, "-m", "pytest", str(tests), f"--rootdir={tests}", "-p", "no:cacheprovider"),
        f"--environment={layout.environment}",
        "--connect=podman://{certname}",
        *arguments,
    ]
    return subprocess.run(line, check=False).returncode
