"""One environment in boxes for all tests of this folder: packages built, boxes up, logs kept when a test fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.boxes import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.boxes.layout import Layout

ROOT = Path(__file__).parents[2]
SPEC = ROOT / os.environ.get("OROGEN_BOXES_SPEC", "examples/boxes.yaml")
KEPT_LOGS = ROOT / "build" / "boxes-logs"
CONFORMANCE = Path(__file__).with_name("conformance")
OROGEN = Path(sys.executable).with_name("orogen")
ENDED_WELL = 0


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes that are up, through the command line that people use."""

    folder: Path

    @property
    def layout(self) -> Layout:
        return layout.read(self.folder)

    def orogen(self, command: str, *arguments: str, seconds: float, check: bool = True) -> int:
        """Run `orogen boxes COMMAND`, with what it says on the screen. A wait has an end, and a failure a reason."""
        print(f"\n$ orogen boxes {command} {' '.join(arguments)}", flush=True)
        line = [OROGEN, "boxes", command, "--folder", str(self.folder), *arguments]
        code = subprocess.run(line, check=False, timeout=seconds, stdin=subprocess.DEVNULL).returncode
        assert not check or code == ENDED_WELL, f"orogen boxes {command}: exit code {code}, see above"
        return code

    def run(self, name: str, *words: str, text: str | None = None, seconds: float = 120) -> str:
        """Run a command in a box and give what it printed."""
        line = [OROGEN, "boxes", "shell", "--folder", str(self.folder), name, *words]
        done = subprocess.run(
            line,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
            stdin=None if text else subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{name}: {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def running(self, service: str) -> list[str]:
        """Give the names of the boxes whose nodes run a service."""
        return [box.name for box in self.layout.boxes if service in box.services]


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build what Debian does not have."""
    folder = tmp_path_factory.mktemp("packages")
    subprocess.run([ROOT / "tools/packages/build", folder], check=True, timeout=900)
    return folder


@pytest.fixture(scope="session")
def boxes(packages: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Boxes]:
    """Bring the environment up; in the end keep the logs where a test failed, and leave nothing else behind."""
    boxes = Boxes(tmp_path_factory.mktemp("boxes") / "state")
    shutil.rmtree(KEPT_LOGS, ignore_errors=True)
    try:
        boxes.orogen("up", str(SPEC), "--packages", str(packages), seconds=900)
        yield boxes
    finally:
        if request.session.testsfailed:
            boxes.orogen("logs", "--output", str(KEPT_LOGS), seconds=300, check=False)
        boxes.orogen("down", seconds=300)
