"""A production-like environment in boxes: it comes up, works, fails over, boots again; Puppet changes nothing more.

The tests build on one another and run in this order; once one fails, the rest would say nothing.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.spec.read import read
from tests.boxes.conftest import ROOT, SPEC
from tests.boxes.environment import REDIS, Boxes, await_that
from tests.samples import TODAY

if TYPE_CHECKING:
    from pathlib import Path

CONFORMANCE = ROOT / "tests/boxes/conformance"
# nginx behind the tunnel's local end; /report is /health that is always answered with 200.
REPORT = "http://127.0.0.1:8001/conformance/report"


def test_puppet_applies_everywhere_and_a_second_run_changes_nothing(boxes: Boxes) -> None:
    boxes.orogen("apply", seconds=2400)


def test_the_checks_pass_before_there_is_an_application(boxes: Boxes) -> None:
    boxes.check()


def test_the_conformance_application_is_deployed_as_orocommerce_would_be(boxes: Boxes, tmp_path: Path) -> None:
    subprocess.run([CONFORMANCE / "libraries", tmp_path], check=True, timeout=300)
    archive = BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        tar.add(CONFORMANCE / "application", "application")
        tar.add(CONFORMANCE / "deploy", "deploy")
        tar.add(tmp_path, "libraries")
    text = b64encode(archive.getvalue()).decode()
    for name in boxes.running("application"):
        boxes.run(name, "sh", "-c", "mkdir -p /root/app && base64 -d | tar -xz -C /root/app", text=text)
        print(boxes.run(name, "/root/app/deploy", "/root/app/libraries"))
    boxes.settle()


def test_the_health_page_behind_the_edge_is_green(boxes: Boxes) -> None:
    for name in boxes.running("web"):
        _expect_health(boxes, name)


def test_the_checks_of_the_control_repo_pass(boxes: Boxes) -> None:
    for name in boxes.running("backup"):
        boxes.run(name, "systemctl", "start", "orogen-backup.service", seconds=600)
    boxes.check()
    # The profiles' own work is checked where a stand-in answers, too: members, users, rights.
    boxes.check("--stand-ins", "-k", "test_files or test_edge")


def test_puppet_changes_nothing_after_a_failover(boxes: Boxes) -> None:
    lost, masters = boxes.leader(), boxes.masters()
    certname = boxes.layout.find(lost).certname
    boxes.podman("kill", certname)
    try:
        await_that("another leader", lambda: boxes.leader(asked_without=lost) not in ("", lost), seconds=120)
    finally:
        boxes.podman("start", certname)
    boxes.settle()
    for name in REDIS:
        if boxes.masters()[name] == masters[name]:
            boxes.fail_over(name)
    await_that(
        "other masters", lambda: all(boxes.masters()[name] != address for name, address in masters.items()), seconds=60
    )
    boxes.settle()
    moved = boxes.leader(), boxes.masters()
    said = boxes.orogen("apply", "--once", seconds=1500)
    assert said.count("unchanged") == len(boxes.layout.boxes)
    assert (boxes.leader(), boxes.masters()) == moved


def test_everything_comes_back_when_all_boxes_start_at_once(boxes: Boxes) -> None:
    boxes.podman("stop", "--time=60", *(box.certname for box in boxes.layout.boxes))
    boxes.orogen("up", str(SPEC), "--packages", str(boxes.packages), seconds=300)
    boxes.settle()
    for name in boxes.running("web"):
        _expect_health(boxes, name)
    boxes.check()


def _expect_health(boxes: Boxes, box: str) -> None:
    # As cloudflared asks for a visitor.
    headers = ("--header", f"Host: {_host()}", "--header", "X-Forwarded-Proto: https")
    report = json.loads(boxes.run(box, "curl", "--silent", "--show-error", *headers, REPORT))
    states = {name: check["status"] for name, check in report["checks"].items()}
    print(f"{box}: {', '.join(f'{check} {state}' for check, state in states.items())}")
    assert [check for check, state in states.items() if state != "ok" and not state.startswith("not run")] == [], report


def _host() -> str:
    environment = read(str(SPEC), TODAY).environment
    assert environment
    return str(urlsplit(environment.application.url).hostname)
