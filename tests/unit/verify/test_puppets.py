"""Several processes side by side, and their end whatever happens."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from orogen.verify import ruby
from orogen.verify.puppets import jobs_for, puppets

# In the place of compile.rb: it says what it is, echoes numbers, and hangs when it is asked to.
_PROGRAM = """
import json, sys, time
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "hang":
        time.sleep(600)
    print(json.dumps({"puppet": "9.9", "eyaml": True, **request}), flush=True)
"""


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "program.py").write_text(_PROGRAM)
    monkeypatch.setattr(ruby, "_PROGRAM", tmp_path / "program.py")


def test_results_come_in_the_order_of_the_items(tmp_path: Path) -> None:
    with puppets(Path(sys.executable), tmp_path, 2) as warm:
        assert (warm.version, warm.eyaml) == ("9.9", True)
        answers = warm.each(lambda number: warm.ask({"do": number}, seconds=30), range(20))
        assert [answer["do"] for answer in answers] == list(range(20))


def test_an_interruption_ends_processes_that_are_busy(tmp_path: Path) -> None:
    pids: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path, pids)
    assert len(pids) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def _interrupted(scratch: Path, pids: list[int]) -> None:
    with puppets(Path(sys.executable), scratch, 2) as warm:
        pids += [process._process.pid for process in warm._processes]
        warm.each(lambda _: warm.ask({"do": "hang"}, seconds=600), range(9))
        raise KeyboardInterrupt


@pytest.mark.parametrize(("nodes", "expected"), [(0, 1), (1, 1), (15, 1), (16, 2), (31, 3), (1000, 4)])
def test_more_nodes_are_worth_more_processes(nodes: int, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert jobs_for(nodes) == expected
