"""One environment in boxes for all tests of this folder: packages built, boxes up, logs kept when a test fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.boxes import machine
from tests.boxes.environment import Boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SPEC = ROOT / os.environ.get("OROGEN_BOXES_SPEC", "examples/boxes.yaml")
KEPT_LOGS = ROOT / "build" / "boxes-logs"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which boxes to test: `--boxes .boxes -k NAME` takes those that are up, and leaves them."""
    parser.addoption("--boxes", type=Path, help="folder of boxes that are up")


@pytest.fixture(scope="session")
def boxes(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Boxes]:
    """Bring the environment up; in the end keep the logs where a test failed, and leave nothing else behind."""
    if folder := request.config.getoption("--boxes"):
        yield Boxes(folder, tmp_path_factory.mktemp("packages"))
        return
    if os.geteuid() != 0 and not os.environ.get("CI"):
        pytest.skip("boxes need root")
    packages = tmp_path_factory.mktemp("packages")
    subprocess.run([ROOT / "tools/packages/build", packages], check=True, timeout=900)
    boxes = Boxes(tmp_path_factory.mktemp("boxes") / "state", packages)
    shutil.rmtree(KEPT_LOGS, ignore_errors=True)
    before = machine.state()
    try:
        boxes.orogen("up", str(SPEC), "--packages", str(packages), seconds=900)
        yield boxes
    finally:
        if request.session.testsfailed:
            boxes.orogen("logs", "--output", str(KEPT_LOGS), seconds=300, check=False)
        boxes.orogen("down", seconds=300)
    # Privileged boxes could do anything here; nothing of them is left, and this machine is as it was.
    after = machine.state()
    assert {name: (before.get(name), after[name]) for name in after if before.get(name) != after[name]} == {}
