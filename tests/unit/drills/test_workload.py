from __future__ import annotations

import tarfile
from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from orogen.drills import workload
from orogen.drills.catalogue import STANDING
from orogen.drills.workload import NotHereError, Task
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.drills.ground import Ground
    from orogen.drills.workload import Worker
    from tests.unit.boxes.stand_in import StandIn

TASK = Task("web1", "1")
GOOD = "".join(f"write {number} 1.0 1.1 ok\n" for number in range(20))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "_WARM_SECONDS", 5)


def started(ground: Ground, name: str) -> Worker:
    """Start a worker; the stand-in reads all of standard input before it says anything."""
    worker = workload.start(ground, name, TASK)
    assert worker.process.stdin
    worker.process.stdin.close()
    return worker


def test_a_worker_gets_the_programs_and_its_lines_come_in(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*database.php write 1 kept", GOOD)
    worker = started(ground, "database")
    workload.warm_up(worker)
    worker.end()
    assert len(worker.entries) == 20
    with tarfile.open(fileobj=BytesIO(b64decode(stand_in.calls[0].text))) as sent:
        assert {"ledger.php", "database.php"} <= set(sent.getnames())


def test_one_that_cannot_run_here_says_why(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*files.php write*", err="not here: no MongoDB package\n", code=3)
    worker = started(ground, "files")
    with pytest.raises(NotHereError, match=r"^no MongoDB package$"):
        workload.warm_up(worker)
    worker.end()


def test_one_whose_writes_fail_from_the_start_is_no_ground_for_a_drill(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*database.php write*", err="PDOException: no route\n", code=1)
    worker = started(ground, "database")
    with pytest.raises(OrogenError, match="does not work before there is any fault: PDOException: no route"):
        workload.warm_up(worker)
    worker.end()


def test_what_is_there_is_counted(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*found*database 1", "1\n2\n2\n")
    assert workload.read_back(ground, "database", TASK) == {1: 1, 2: 2}


def test_every_drill_has_its_workload() -> None:
    wanted = {drill.run.keywords["losing"].workload for drill in STANDING if hasattr(drill.run, "keywords")}
    assert {f"{name}.php" for name in wanted} <= {path.name for path in workload._SOURCES.iterdir()}
    assert len(wanted) > 5
