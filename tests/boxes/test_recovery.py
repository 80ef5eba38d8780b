"""The loss of a region, rehearsed: the shop is destroyed and built again in its recovery region, from its control repo,
its private key and its backups, by the commands of `orogen dr plan`.

The tests build on one another and run in this order. `make recovery` runs them and writes drills/recovery.md.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from orogen.boxes import existing
from orogen.plan.build import plan
from orogen.plan.secrets import wanted
from orogen.secrets.keys import VARIABLE
from orogen.spec.read import read
from tests.boxes import machine
from tests.boxes.application import deploy, fetch_libraries, unhealthy
from tests.boxes.conftest import ROOT
from tests.boxes.environment import OROGEN, Boxes, await_that
from tests.boxes.recovery import report
from tests.boxes.recovery.runbook import Carried, Reader
from tests.samples import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.plan.model import Plan

Record = dict[str, Any]
HERE = Path(__file__).parent / "recovery"
SPEC = "dr.yaml"
HOST = "shop.dr.example"
REPOSITORY = "/srv/backups"
KEPT_LOGS = ROOT / "build" / "recovery-logs"
ORDERS, FILES, MESSAGES = 20_000, 60, 100
# What comes after the set: its time is when the data end.
LATER = (500, 5, 20)
_TOKEN = b64encode(json.dumps({"a": "1" * 32, "t": "0" * 32, "s": b64encode(bytes(32)).decode()}).encode()).decode()
LIMITS = (
    "Machines are containers from an image that has all packages: nothing is ordered, nothing is downloaded.",
    "Nobody asks, approves, reads or types: a person's minutes come on top.",
    "A small program stands where OroCommerce does: no release is built, no index of thousands of products made anew.",
    "MongoDB is a stand-in, and its tools are: the seconds of `load-files` mean nothing.",
    f"The bucket is a folder: {REPOSITORY} of the backup node, carried from the lost one to the new one.",
    "ssh and rsync are `podman exec` and a mount: the run of Puppet is the same.",
    "All boxes share one machine, with whatever else ran on it: on machines of their own Puppet is faster.",
)


@dataclass(slots=True)
class Rehearsal:
    """Everything that is known of the environment, before the disaster and after it."""

    folder: Path
    packages: Path
    libraries: Path
    carried: Carried = field(default_factory=Carried)
    before: Record = field(default_factory=dict)
    later: Record = field(default_factory=dict)
    made: Record = field(default_factory=dict)
    lost_at: float = 0.0
    healthy_at: float = 0.0
    restored: str = ""

    @property
    def desk(self) -> Path:
        """Where a person sits: beside the control repos, with the spec."""
        return self.folder / "desk"

    @property
    def bucket(self) -> Path:
        """What stands for the bucket of the backup repository, outside of both regions."""
        return self.folder / "bucket"

    @property
    def private_key(self) -> Path:
        """The control repo's private key, which is in no repository."""
        return self.folder / "private_key.pem"

    @property
    def planned(self) -> Plan:
        """The environment, as its spec has it."""
        environment = read(str(HERE / SPEC), TODAY).environment
        assert environment
        return plan(environment)

    @property
    def plan(self) -> Record:
        """The runbook, as it was printed before the day."""
        found: Record = json.loads((self.folder / "plan.json").read_text())["environments"][0]
        return found

    @property
    def variables(self) -> dict[str, str]:
        """What commands at the desk find in their environment."""
        who = {f"GIT_{role}_{what}": "rehearsal" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        path = f"{OROGEN.parent}:{os.environ['PATH']}"
        return {**os.environ, **who, "PATH": path, VARIABLE: str(self.private_key)}

    def boxes(self, region: str) -> Boxes:
        """Give the boxes of a region."""
        return Boxes(self.folder / region, self.packages)

    def reader(self, boxes: Boxes) -> Reader:
        """Give somebody who follows the runbook."""
        return Reader(self.desk, boxes, self.variables, {"edge-tunnel-token": _TOKEN}, self.carried)


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """Lay out the desk; in the end keep the logs where a test failed, and leave nothing else behind."""
    if os.geteuid() != 0 and not os.environ.get("CI"):
        pytest.skip("boxes need root")
    made = tmp_path_factory.mktemp("recovery")
    rehearsal = Rehearsal(made, made / "packages", made / "libraries")
    subprocess.run([ROOT / "tools/packages/build", rehearsal.packages], check=True, timeout=900)
    fetch_libraries(rehearsal.libraries)
    rehearsal.desk.mkdir()
    shutil.copy(HERE / SPEC, rehearsal.desk)
    shutil.rmtree(KEPT_LOGS, ignore_errors=True)
    before = machine.state()
    try:
        yield rehearsal
    finally:
        for region in ("primary", "recovery"):
            boxes = rehearsal.boxes(region)
            if not (boxes.folder / "boxes.json").exists():
                continue
            if request.session.testsfailed:
                boxes.orogen("logs", "--output", str(KEPT_LOGS / region), seconds=300, check=False)
            boxes.orogen("down", seconds=300)
    after = machine.state()
    assert {name: (before.get(name), after[name]) for name in after if before.get(name) != after[name]} == {}


def test_a_person_renders_the_control_repo_and_prints_the_runbook(rehearsal: Rehearsal) -> None:
    reader = rehearsal.reader(rehearsal.boxes("primary"))
    reader.here(f"orogen render {SPEC} -o control-repo")
    planned = rehearsal.planned
    for secret in wanted(planned):
        if secret.kind == "given":
            reader.here(f"orogen secrets set {SPEC} {secret.name} -o control-repo", secret.example)
    reader.here(f"orogen render {SPEC} -o control-repo")
    # What boxes cannot have is written by hand, as every person writes what no spec says.
    data, _ = existing.needed(planned, rehearsal.packages)
    place = rehearsal.desk / "control-repo" / "overrides/environments" / f"{planned.environment.name}.yaml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(data))
    for line in (
        "git init --quiet control-repo && git -C control-repo add --all && git -C control-repo commit --quiet -m all",
        "git init --quiet recovery-repo",
        f"orogen dr plan {SPEC} --format json >../plan.json",
    ):
        reader.here(line)


def test_the_primary_is_the_shop(rehearsal: Rehearsal) -> None:
    boxes = rehearsal.boxes("primary")
    _up(rehearsal, boxes, "control-repo")
    boxes.orogen("apply", "--once", "--jobs", str(len(boxes.layout.boxes)), seconds=2400)
    deploy(boxes, rehearsal.libraries)
    boxes.settle()
    for name in boxes.running("web"):
        await_that(f"{name} is healthy", lambda name=name: not unhealthy(boxes, name, HOST), seconds=120)  # type: ignore[misc]


def test_it_has_orders_files_messages_and_a_backup_set(rehearsal: Rehearsal) -> None:
    boxes = rehearsal.boxes("primary")
    rehearsal.before = _filled(boxes, ORDERS, FILES, MESSAGES)
    (node,) = boxes.running("backup")
    began = time.monotonic()
    print(boxes.run(node, "oro-maintenance", "backup", "create", "--label", "rehearsal", seconds=900))
    seconds = time.monotonic() - began
    found = json.loads(boxes.run(node, "oro-maintenance", "backup", "list", "--format", "json"))["sets"][0]
    rehearsal.made = {"name": found["set"], "bytes": found["bytes"], "made_seconds": round(seconds, 1)}
    rehearsal.later = _filled(boxes, *LATER)
    assert _counts(rehearsal.later) > _counts(rehearsal.before)


def test_the_region_is_lost_and_only_desk_and_bucket_are_left(rehearsal: Rehearsal) -> None:
    boxes = rehearsal.boxes("primary")
    (node,) = boxes.running("backup")
    boxes.podman("cp", f"{boxes.layout.find(node).certname}:{REPOSITORY}", str(rehearsal.bucket))
    boxes.orogen("down", seconds=300)
    assert not boxes.folder.exists()
    rehearsal.lost_at = time.monotonic()


def test_the_runbook_leads_to_a_healthy_shop(rehearsal: Rehearsal) -> None:
    boxes, carried = rehearsal.boxes("recovery"), rehearsal.carried
    reader = rehearsal.reader(boxes)
    steps = {step["name"]: step for part in rehearsal.plan["parts"] for step in part["steps"]}
    done = {
        "fence": lambda: None,
        # The runbook has it rendered meanwhile; boxes are made of what it holds.
        "render": lambda: carried.timed("machines", "orogen boxes up", lambda: _machines(rehearsal, boxes)),
        "apply": lambda: None,
        "release": lambda: carried.timed("release", "the deploy", lambda: deploy(boxes, rehearsal.libraries)),
        "restore": lambda: None,
        "check": lambda: None,
        "open": lambda: carried.timed("open", "health behind the edge", lambda: _await_health(boxes)),
    }
    for name, after in done.items():
        reader.follow(steps[name])
        after()
    rehearsal.healthy_at = time.monotonic()
    rehearsal.restored = reader.restored


def test_nothing_of_the_set_is_missing(rehearsal: Rehearsal) -> None:
    boxes = rehearsal.boxes("recovery")
    after = _shown(boxes)
    (node,) = boxes.running("backup")
    report.write(_record(rehearsal, boxes, after), ROOT / "drills")
    assert rehearsal.restored == rehearsal.made["name"]
    assert after["stored"] == rehearsal.before["stored"]
    # RabbitMQ's messages are in no set: the runbook says so before anybody approves.
    assert after["waiting"] == 0
    # And the next disaster may come.
    boxes.run(node, "oro-maintenance", "backup", "create", seconds=900)
    sets = json.loads(boxes.run(node, "oro-maintenance", "backup", "list", "--format", "json"))["sets"]
    assert [found["complete"] for found in sets] == [True, True]
    assert sets[0]["set"] > rehearsal.restored


def _machines(rehearsal: Rehearsal, boxes: Boxes) -> None:
    _up(rehearsal, boxes, "recovery-repo")
    ordered = {machine["certname"]: machine["address"] for machine in rehearsal.plan["recovery"]["machines"]}
    assert {box.certname: box.address for box in boxes.layout.boxes} == ordered
    (node,) = boxes.running("backup")
    boxes.run(node, "mkdir", "-p", REPOSITORY)
    boxes.podman("cp", f"{rehearsal.bucket}/.", f"{boxes.layout.find(node).certname}:{REPOSITORY}")
    # Nobody owns what is in a bucket; restic works as root, pgBackRest does not.
    boxes.run(node, "sh", "-c", f"chmod 0711 {REPOSITORY} && chmod -R a+rwX {REPOSITORY}/pgbackrest")


def _up(rehearsal: Rehearsal, boxes: Boxes, repo: str) -> None:
    options = ("--repo", str(rehearsal.desk / repo), "--packages", str(rehearsal.packages))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(rehearsal.private_key))
        boxes.orogen("up", str(rehearsal.desk / SPEC), *options, seconds=900)


def _await_health(boxes: Boxes) -> None:
    boxes.settle()
    for name in boxes.running("web"):
        await_that(f"{name} is healthy", lambda name=name: not unhealthy(boxes, name, HOST), seconds=300)  # type: ignore[misc]


def _filled(boxes: Boxes, orders: int, files: int, messages: int) -> Record:
    """Write so many of each as the application does, wait for its consumers, and give what is there then."""
    _contents(boxes, "fill", str(orders), str(files), str(messages))
    await_that("consumers are done", lambda: _queued(boxes) == 0, seconds=300)
    return _shown(boxes)


def _queued(boxes: Boxes) -> int:
    """Give how many messages the consumers have not done yet."""
    queues = ("rabbitmqctl", "--quiet", "--formatter", "json", "list_queues", "-p", "oro", "name", "messages")
    listed = json.loads(boxes.run(boxes.running("queue")[0], *queues))
    return next(int(queue["messages"]) for queue in listed if queue["name"] == "oro.default")


def _shown(boxes: Boxes) -> Record:
    found: Record = json.loads(_contents(boxes, "show"))
    return found


def _contents(boxes: Boxes, *words: str) -> str:
    script = (HERE / "contents.php").read_text()
    node = boxes.running("application")[0]
    boxes.run(node, "sh", "-c", "cat >/srv/contents.php", text=script)
    return boxes.run(node, "runuser", "-u", "oro", "--", "php", "/srv/contents.php", *words, seconds=600)


def _counts(shown: Record) -> list[int]:
    return [each["count"] for each in shown["stored"].values()]


def _record(rehearsal: Rehearsal, boxes: Boxes, after: Record) -> Record:
    """Put together what is kept of the drill."""
    plan, carried = rehearsal.plan, rehearsal.carried
    (node,) = boxes.running("backup")
    restored = json.loads(boxes.run(node, "sh", "-c", "cat /var/lib/orogen-backup/restored-*.json"))
    before, later = rehearsal.before["stored"], rehearsal.later
    data = [
        {
            "what": what,
            "before": found["count"],
            "after": after["stored"][what]["count"],
            "same": after["stored"][what] == found,
        }
        for what, found in before.items()
    ]
    lost = {what: found["count"] - before[what]["count"] for what, found in later["stored"].items()}
    seconds = rehearsal.healthy_at - rehearsal.lost_at
    return {
        "format_version": report.FORMAT_VERSION,
        "date": f"{datetime.now(UTC):%F}",
        "ok": all(each["same"] for each in data) and seconds <= plan["promised"],
        "machine": report.machine(),
        "environment": plan["name"],
        "boxes": len(boxes.layout.boxes),
        "seconds": round(seconds, 1),
        **{name: plan[name] for name in ("promised", "expected", "worst")},
        "steps": [_step(carried, step) for step in plan["parts"][0]["steps"]],
        "set": {
            **rehearsal.made,
            "restored_seconds": round(sum(step["seconds"] for step in restored["steps"]), 1),
            "steps": [{name: step[name] for name in ("name", "seconds", "result")} for step in restored["steps"]],
        },
        "data": data,
        "lost": {**lost, "waiting messages": later["waiting"] - after["waiting"]},
        "limits": [*LIMITS],
        "left_out": carried.left_out,
    }


def _step(carried: Carried, step: Record) -> Record:
    parts = [{"what": part.what, "seconds": round(part.seconds, 1)} for part in carried.parts.get(step["name"], ())]
    kept = {name: step[name] for name in ("name", "title", "expected", "worst")}
    return {**kept, "seconds": round(carried.seconds(step["name"]), 1), "parts": parts}
