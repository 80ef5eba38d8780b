"""A production-like environment in boxes: it comes up, works, fails over, boots again, and Puppet changes nothing more.

The tests build on one another and run in this order.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.boxes.conftest import CONFORMANCE

if TYPE_CHECKING:
    from tests.boxes.conftest import Boxes

HEALTH = "http://127.0.0.1:8001/conformance/report?format=json"


def test_puppet_applies_everywhere_and_a_second_run_changes_nothing(boxes: Boxes) -> None:
    boxes.orogen("apply", seconds=2400)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libraries")
    subprocess.run([CONFORMANCE / "libraries", folder], check=True, timeout=300)
    return folder


def test_the_conformance_application_is_deployed_as_orocommerce_would_be(boxes: Boxes, libraries: Path) -> None:
    archive = BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for path, name in ((CONFORMANCE / "application", "application"), (CONFORMANCE / "deploy", "deploy")):
            tar.add(path, name)
        tar.add(libraries, "libraries")
    text = b64encode(archive.getvalue()).decode()
    for name in boxes.running("application"):
        boxes.run(name, "sh", "-c", "mkdir -p /root/app && base64 -d | tar -xz -C /root/app", text=text)
        print(boxes.run(name, "/root/app/deploy", "/root/app/libraries"))


def test_the_health_page_behind_the_edge_is_green(boxes: Boxes) -> None:
    for name in boxes.running("web"):
        host = "shop.boxes.example"
        report = json.loads(boxes.run(name, "curl", "--silent", "--show-error", "--header", f"Host: {host}", HEALTH))
        states = {check["name"]: check["status"] for check in report["checks"]}
        print(name, states)
        failed = {check: state for check, state in states.items() if state != "ok" and not state.startswith("not run")}
        assert not failed, report


def test_the_checks_of_the_control_repo_pass(boxes: Boxes) -> None:
    for name in boxes.running("backup"):
        boxes.run(name, "systemctl", "start", "orogen-backup.service", seconds=600)
    boxes.orogen("check", "-q", seconds=1500)


def test_what_a_stand_in_answers_for_is_set_up(boxes: Boxes) -> None:
    boxes.orogen("check", "-q", "--stand-ins", "-k", "test_files or test_edge", seconds=600)
