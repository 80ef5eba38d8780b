"""A Puppet run, told by its exit code and by what it printed. The outputs are Puppet 7's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes.puppet import run, runs
from orogen.data import TEMPLATES
from tests.unit.boxes.samples import LAYOUT

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.podman import Podman
    from tests.unit.boxes.stand_in import StandIn

WEB1 = LAYOUT.boxes[0]
COMPILED = "Notice: Compiled catalog for web1.acme.internal in environment production in 0.05 seconds\n"
APPLIED = "Notice: Applied catalog in 0.03 seconds\n"
CREATED = "/Stage[main]/Main/File[/srv/made]/ensure: defined content as '{sha256}73cb3858'"
EXECUTED = "/Stage[main]/Main/Exec[/bin/true]/returns: executed successfully"
RETURNED = "Error: '/bin/sh -c \"exit 3\"' returned 3 instead of one of [0]"
FAILED = (
    "Error: /Stage[main]/Main/Exec[/bin/sh -c \"exit 3\"]/returns: change from 'notrun' to ['0'] failed: "
    "'/bin/sh -c \"exit 3\"' returned 3 instead of one of [0]"
)
SKIPPED = "Warning: /Stage[main]/Main/File[/srv/never]: Skipping because of failed dependencies\n"
HELD = "puppet-apply: oro-maintenance holds Puppet back:\n  maintenance since 19:27: release\n"
SYNTAX = "Error: Could not parse for environment production: Syntax error at end of input (file: site.pp)"
UNCHANGED = COMPILED + APPLIED
CHANGED = f"{COMPILED}Notice: {CREATED}\nNotice: {EXECUTED}\n{APPLIED}"


@pytest.mark.parametrize(
    ("code", "out", "err", "changes", "faults"),
    [
        (0, UNCHANGED, "", (), ()),
        (2, CHANGED, "", (CREATED, EXECUTED), ()),
        (4, UNCHANGED, f"{RETURNED}\n{FAILED}\n{SKIPPED}", (), (RETURNED, FAILED)),
        (6, CHANGED, f"{RETURNED}\n{FAILED}\n{SKIPPED}", (CREATED, EXECUTED), (RETURNED, FAILED)),
        (1, "", f"{SYNTAX}\n", (), (SYNTAX,)),
        (4, UNCHANGED, f"{RETURNED}\n{RETURNED}\n", (), (RETURNED,)),
        (1, "", "", (), ("puppet exited with 1",)),
        (1, "", HELD, (), ("puppet-apply: oro-maintenance holds Puppet back: maintenance since 19:27: release",)),
        (6, CHANGED, "", (CREATED, EXECUTED), ("puppet exited with 6",)),
        (137, COMPILED, "Killed\n", (), ("puppet exited with 137",)),
    ],
)
def test_what_came_of_a_run(
    podman: Podman,
    stand_in: StandIn,
    tmp_path: Path,
    code: int,
    out: str,
    err: str,
    changes: tuple[str, ...],
    faults: tuple[str, ...],
) -> None:
    stand_in.answers("exec web1.acme.internal *", out, err=err, code=code)
    found = run(podman, WEB1, tmp_path)
    assert (found.box, found.changes, found.faults, found.ok) == (WEB1, changes, faults, not faults)
    assert found.seconds > 0
    kept = found.log.read_text()
    assert found.log.is_relative_to(tmp_path)
    assert all(line in kept for line in [*out.splitlines(), *err.splitlines()])


def test_a_warning_is_no_fault(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("*", UNCHANGED, err="Warning: Error: not at the start of a line\n")
    assert run(podman, WEB1, tmp_path).ok


def test_the_command_is_the_readme_s(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    run(podman, WEB1, tmp_path)
    (call,) = stand_in.calls
    assert call.words[:2] == ("exec", "web1.acme.internal")
    assert call.words[2] in (TEMPLATES / "README.md").read_text().split()
    assert call.words[3] == "web1.acme.internal"


def test_the_last_log_is_kept_alone(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("*", "first\n", once=True)
    stand_in.answers("*", "second\n")
    run(podman, WEB1, tmp_path)
    assert run(podman, WEB1, tmp_path).log.read_text() == "second\n"


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_runs_come_in_the_boxes_order(podman: Podman, stand_in: StandIn, tmp_path: Path, jobs: int) -> None:
    stand_in.answers("exec web2.acme.internal *", CHANGED, code=2)
    found = list(runs(podman, LAYOUT.boxes, tmp_path, jobs))
    assert [(each.box.name, len(each.changes)) for each in found] == [("web1", 0), ("web2", 2), ("database1", 0)]
    assert len({each.log for each in found}) == 3
