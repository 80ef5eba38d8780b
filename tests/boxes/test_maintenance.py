"""`oro-maintenance` as people use it: the shop closed and opened, a leader drained and brought back, all of it proven.

The application of tests/boxes/conformance is deployed. Whatever fails, in the end the shop is open and no node drained.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from orogen.spec.read import read
from tests.boxes.conftest import SPEC
from tests.boxes.environment import OROGEN, await_that
from tests.samples import TODAY

if TYPE_CHECKING:
    from tests.boxes.environment import Boxes

# nginx behind the tunnel's local end.
SHOP = "http://127.0.0.1:8001/"
UNITS = ("oro-consumers.target", "oro-cron.service", "oro-websocket.service")
_SETTLED_SECONDS = 300
_BOOTED_SECONDS = 180


def test_every_store_is_well(boxes: Boxes) -> None:
    await_that("every store is well", lambda: _ask(boxes, "cluster", "status")["healthy"], seconds=_SETTLED_SECONDS)


def test_maintenance_ends_when_somebody_ends_it_and_brings_back_what_ran(boxes: Boxes) -> None:
    first, second = boxes.running("web")
    _tool(boxes, "service", "stop", "websocket", "--node", second)
    before = _running(boxes)
    assert before == {first: {*UNITS}, second: {*UNITS} - {"oro-websocket.service"}}
    assert {_shop(boxes, name) for name in (first, second)} == {200}
    _tool(boxes, "maintenance", "on", "--comment", "tests")
    try:
        _expect_closed(boxes)
        _expect_puppet_held_back(boxes, first)
        certname = boxes.layout.find(first).certname
        boxes.podman("kill", certname)
        await_that("a lost node is seen", lambda: _state(boxes) == "partly", seconds=60)
        boxes.podman("start", certname)
        await_that("maintenance after a boot", lambda: _state(boxes) == "on", seconds=_BOOTED_SECONDS)
        await_that("nginx after a boot", lambda: _shop(boxes, first) == 503, seconds=_BOOTED_SECONDS)
        _expect_closed(boxes)
        # The second time changes nothing, also not what it remembers.
        assert _tool(boxes, "maintenance", "on")["comment"] == "tests"
    finally:
        _tool(boxes, "maintenance", "off")
    assert _running(boxes) == before
    await_that("the shop is open", lambda: {_shop(boxes, name) for name in (first, second)} == {200}, seconds=60)
    _tool(boxes, "service", "start", "websocket")
    assert _running(boxes) == {first: {*UNITS}, second: {*UNITS}}


def test_a_leader_is_drained_and_brought_back(boxes: Boxes) -> None:
    test_every_store_is_well(boxes)
    leader = boxes.leader()
    _tool(boxes, "drain", leader, "--comment", "tests")
    try:
        assert boxes.leader(asked_without=leader) not in ("", leader)
        seen = _tool(boxes, "cluster", "status")
        assert seen["drained"] == [leader]
        others = {member["node"] for member in _service(seen, "database")["members"] if member["healthy"]}
        assert others == {*boxes.running("database")} - {leader}
    finally:
        _tool(boxes, "undrain", leader)
    # Brought back is a member only once it follows; nothing of the other stores is waited for.
    assert leader in _service(_ask(boxes, "cluster", "status"), "database")["working"]
    _tool(boxes, "switchover", "database", "--to", leader)
    assert boxes.leader() == leader


def _ask(boxes: Boxes, *words: str) -> dict[str, Any]:
    """Give what the tool answers, also when the answer is no."""
    (node,) = boxes.running("maintenance")
    line = [OROGEN, "boxes", "shell", "--folder", boxes.folder, node, "oro-maintenance", *words, "--format", "json"]
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=600)
    print(f"$ oro-maintenance {' '.join(words)}: {done.returncode}\n{done.stderr}", end="")
    assert done.returncode in (0, 1), f"oro-maintenance {' '.join(words)}: {done.stdout}{done.stderr}"
    return {"code": done.returncode, **json.loads(done.stdout or "{}")}


def _tool(boxes: Boxes, *words: str) -> dict[str, Any]:
    """Do something with the tool, and expect that it is done."""
    found = _ask(boxes, *words)
    assert found["code"] == 0, found
    return found


def _state(boxes: Boxes) -> str:
    return str(_ask(boxes, "maintenance", "status")["state"])


def _service(seen: dict[str, Any], name: str) -> dict[str, Any]:
    return next(found for found in seen["services"] if found["service"] == name)


def _shop(boxes: Boxes, name: str) -> int:
    """Give the status that a visitor gets from a node, asked for as cloudflared does."""
    environment = read(str(SPEC), TODAY).environment
    assert environment
    host = urlsplit(environment.application.url).hostname
    line = ("curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", "20")
    asked = ("--header", f"Host: {host}", "--header", "X-Forwarded-Proto: https", SHOP)
    # Nothing listens for a moment after a boot.
    return int(boxes.run(name, "sh", "-c", '"$@" || true', "ask", *line, *asked))


def _running(boxes: Boxes) -> dict[str, set[str]]:
    shown = {name: boxes.run(name, "systemctl", "show", "--property=Id,ActiveState", *UNITS) for name in _shops(boxes)}
    blocks = {name: [dict(line.split("=") for line in block.splitlines()) for block in text.strip().split("\n\n")]
              for name, text in shown.items()}  # fmt: skip
    return {name: {unit["Id"] for unit in units if unit["ActiveState"] == "active"} for name, units in blocks.items()}


def _shops(boxes: Boxes) -> list[str]:
    return boxes.running("web")


def _expect_closed(boxes: Boxes) -> None:
    assert {name: _shop(boxes, name) for name in _shops(boxes)} == dict.fromkeys(_shops(boxes), 503)
    assert _running(boxes) == {name: set() for name in _shops(boxes)}
    # What stands still on purpose is no fault of the cluster.
    resting = [found["service"] for found in _ask(boxes, "cluster", "status")["services"] if found["resting"]]
    assert resting == ["cron", "websocket"]


def _expect_puppet_held_back(boxes: Boxes, name: str) -> None:
    said = boxes.orogen("apply", "--once", name, seconds=300, check=False)
    assert "oro-maintenance holds Puppet back" in said
    assert _running(boxes)[name] == set()
