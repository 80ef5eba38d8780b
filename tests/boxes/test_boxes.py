"""A production-like environment in boxes: it comes up, works, fails over, boots again; Puppet changes nothing more.

The tests build on one another and run in this order; once one fails, the rest would say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.spec.read import read
from tests.boxes.application import deploy, fetch_libraries, unhealthy
from tests.boxes.conftest import SPEC
from tests.boxes.environment import REDIS, Boxes, await_that
from tests.samples import TODAY

if TYPE_CHECKING:
    from pathlib import Path


def test_puppet_applies_everywhere_and_a_second_run_changes_nothing(boxes: Boxes) -> None:
    boxes.orogen("apply", seconds=2400)


def test_the_checks_pass_before_there_is_an_application(boxes: Boxes) -> None:
    boxes.check()


def test_the_conformance_application_is_deployed_as_orocommerce_would_be(boxes: Boxes, tmp_path: Path) -> None:
    fetch_libraries(tmp_path)
    deploy(boxes, tmp_path)
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
    assert unhealthy(boxes, box, _host()) == {}


def _host() -> str:
    environment = read(str(SPEC), TODAY).environment
    assert environment
    return str(urlsplit(environment.application.url).hostname)
