"""`orogen boxes` as a person uses it. No podman runs: a stand-in of that name answers."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from orogen.boxes import layout, memory, namespace, repo, settle
from orogen.cli import boxes
from orogen.cli.run import run
from orogen.secrets.keys import PUBLIC_KEY
from tests.unit.boxes.samples import GIB, LAYOUT
from tests.unit.boxes.stand_in import StandIn
from tests.unit.repo.repos import in_child
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Orogen = Callable[..., tuple[int, str, str]]

COMMANDS = ("up", "apply", "check", "status", "logs", "shell", "down")
DEVELOPMENT = str(EXAMPLES / "development.yaml")
CHANGED = "Notice: /Stage[main]/Main/File[/srv/made]/ensure: defined content as '{sha256}73cb3858'\n"
FAULT = "Error: Could not parse for environment production: Syntax error at end of input (file: site.pp)\n"
APPLY = "exec {name}.acme.internal *puppet-apply*"


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Give a stand-in for podman that is found before the real one, called by root on a machine with cgroup v2."""
    stand_in = StandIn(tmp_path / "stand-in")
    stand_in.put_on_path(monkeypatch)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(namespace, "_UNIFIED", tmp_path)
    return stand_in


@pytest.fixture
def orogen(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Orogen:
    """Give a function that runs the command line in an empty folder."""
    assert stand_in.program.exists()
    (tmp_path / "work").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "work")
    # What has not settled at once never will.
    monkeypatch.setattr(settle.settle, "__defaults__", (0,))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["orogen", "boxes", *arguments])
        try:
            code = run()
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of boxes that are up, with what `up` would have put there."""
    folder = tmp_path / "work" / ".boxes"
    folder.mkdir(parents=True, exist_ok=True)
    layout.write(folder, LAYOUT)
    return folder


def test_help_names_every_command_in_the_order_of_use(orogen: Orogen) -> None:
    code, out, _ = orogen("--help")
    assert code == 0
    shown = [line.split()[0] for line in out.partition("Commands:\n")[2].splitlines()]
    assert shown == [*COMMANDS] == list(boxes._COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(orogen: Orogen, stand_in: StandIn, name: str, option: str) -> None:
    code, out, err = orogen(name, option)
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: orogen boxes {name} ")
    assert "--folder DIR" in out
    assert stand_in.calls == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stauts"], "No such command 'stauts'"),
        (["up"], "Missing argument 'SPEC'"),
        (["up", "missing.yaml"], "error: there is no file missing.yaml"),
        (["up", DEVELOPMENT, "--os", "debian-11"], "'debian-11' is not one of"),
        (["up", DEVELOPMENT, "--packages", "missing"], "'missing' does not exist"),
        (["up", DEVELOPMENT, "--repo", "missing"], "'missing' does not exist"),
        (["up", DEVELOPMENT, "--repo", ".", "--os", "debian-12"], "--repo has an operating system"),
        (["up", DEVELOPMENT, "--repo", "."], "boxes cannot run `acme-dev`"),
        (["apply", "--jobs", "0"], "'--jobs'"),
        (["shell"], "Missing argument 'BOX'"),
    ],
)
def test_a_wrong_call_is_no_answer(orogen: Orogen, stand_in: StandIn, arguments: list[str], said: str) -> None:
    code, out, err = orogen(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert stand_in.calls == []


@pytest.mark.parametrize(
    "arguments", [["apply"], ["check"], ["status"], ["logs"], ["logs", "web1"], ["shell", "web1"], ["down"]]
)
@pytest.mark.parametrize("place", [[], ["--folder", "elsewhere"]])
def test_without_boxes_it_says_how_to_start(
    orogen: Orogen, stand_in: StandIn, arguments: list[str], place: list[str]
) -> None:
    verb, *rest = arguments
    assert orogen(verb, *place, *rest) == (
        2,
        "",
        f"error: no boxes are up in {place[-1] if place else '.boxes'}\nhelp: Start with `orogen boxes up SPEC`.\n",
    )
    assert stand_in.calls == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [["apply", "web9"], ["logs", "web9"], ["shell", "web9", "ls"]])
def test_another_box_is_refused_with_those_that_there_are(
    orogen: Orogen, stand_in: StandIn, arguments: list[str]
) -> None:
    assert orogen(*arguments) == (2, "", "error: acme has no box `web9`\nhelp: There are web1, web2, database1.\n")
    assert stand_in.calls == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [["apply"], ["status"], ["shell", "web1"], ["down"], ["up", DEVELOPMENT]])
def test_another_user_than_root_gets_one_line_and_the_cure(
    orogen: Orogen, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    code, out, err = orogen(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: boxes need root: ")
    assert [line.partition(":")[0] for line in err.splitlines()] == ["error", "help"]
    assert stand_in.calls == []


def test_a_damaged_record_is_said_with_the_cure(orogen: Orogen, folder: Path) -> None:
    (folder / "boxes.json").write_text("{")
    code, out, err = orogen("status")
    assert (code, out) == (2, "")
    assert err.startswith("error: .boxes/boxes.json is damaged: ")
    assert err.endswith("help: `orogen boxes up SPEC` writes it anew.\n")


def render_nothing(folder: Path, *_: object) -> None:
    for name in (layout.PRIVATE_KEY, f"{layout.CONTROL_REPO}/{PUBLIC_KEY}"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_up_says_what_it_makes_and_what_differs(
    orogen: Orogen, stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "of_machine", lambda: 24 * GIB)
    monkeypatch.setattr(repo, "render", render_nothing)
    monkeypatch.setattr(repo, "catalogs", lambda _folder: {"dev1": {"Package[nginx]": {}}})
    stand_in.answers("container inspect *", code=125)
    stand_in.answers("*is-system-running", "running\n")
    code, out, err = orogen("up", DEVELOPMENT, "--os", "debian-12")
    made = layout.read(tmp_path / "work/.boxes")
    (box,) = made.boxes
    first, *lines, last = out.splitlines()
    assert code == 0
    assert first.startswith(f"{made.environment}: 1 boxes, sized as ")
    assert first.endswith(" GiB of this machine's 24.0")
    assert all(line.startswith("  ") and ": " in line for line in lines)
    assert any(line.startswith("  packages: debian-12's own") for line in lines)
    assert last.split() == [box.name, box.address, box.zone]
    assert [line.split()[0] for line in err.splitlines()] == ["ok"] * 5
    assert made.spec == DEVELOPMENT


def test_up_of_a_wrong_spec_shows_its_problems(orogen: Orogen, stand_in: StandIn, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(minimal(("region:", "regon:")), encoding="utf-8")
    code, out, err = orogen("up", str(tmp_path / "a.yaml"))
    assert code == 1
    assert "unknown key `regon`" in out + err
    assert stand_in.calls == []


def test_up_on_a_machine_that_is_too_small_changes_nothing(
    orogen: Orogen, stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "of_machine", lambda: GIB)
    code, out, err = orogen("up", str(EXAMPLES / "acme-prod.yaml"))
    assert (code, out) == (2, "")
    assert "GiB at the least, this machine has 0.8 GiB" in err
    assert stand_in.calls == []
    assert not (tmp_path / "work/.boxes").exists()


def running(stand_in: StandIn) -> None:
    stand_in.answers("*is-system-running", "running\n")


@pytest.mark.usefixtures("folder")
def test_apply_runs_puppet_twice_and_the_second_run_changes_nothing(orogen: Orogen, stand_in: StandIn) -> None:
    stand_in.answers(APPLY.format(name="web1"), CHANGED, code=2, once=True)
    running(stand_in)
    code, out, err = orogen("apply")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[:3] for line in lines[:3]] == [
        ["ok", "web1", "1"],
        ["ok", "web2", "unchanged,"],
        ["ok", "database1", "unchanged,"],
    ]
    assert [line.split()[1] for line in lines[3:6]] == ["web1", "web2", "database1"]
    assert lines[6:] == ["second run: 3 of 3 boxes unchanged"]
    assert err.startswith("ok ")


@pytest.mark.usefixtures("folder")
def test_a_second_run_that_changes_something_is_the_answer_no(orogen: Orogen, stand_in: StandIn) -> None:
    stand_in.answers(APPLY.format(name="web2"), CHANGED, code=2)
    running(stand_in)
    code, out, _ = orogen("apply")
    assert code == 1
    assert out.endswith("second run: 2 of 3 boxes unchanged\n")
    assert out.count("File[/srv/made]") == 1


@pytest.mark.usefixtures("folder")
def test_a_fault_ends_apply_after_the_first_run_with_the_place_of_its_log(orogen: Orogen, stand_in: StandIn) -> None:
    stand_in.answers(APPLY.format(name="web2"), err=FAULT, code=1)
    running(stand_in)
    code, out, err = orogen("apply")
    assert (code, err) == (1, "")
    assert [line.split()[:2] for line in out.splitlines() if not line.startswith("  ")] == [
        ["ok", "web1"],
        ["FAILED", "web2"],
        ["ok", "database1"],
    ]
    assert FAULT.strip() in out
    assert ".boxes/logs/web2/puppet.log" in out


@pytest.mark.usefixtures("folder")
def test_units_that_do_not_settle_are_named(orogen: Orogen, stand_in: StandIn) -> None:
    stand_in.answers("exec web2*list-units*", "nginx.service loaded failed failed\ndegraded\n")
    running(stand_in)
    code, _, err = orogen("apply", "--once")
    assert code == 2
    assert err.startswith("FAILED clusters form")
    assert "error: not settled after 0 s: web2.acme.internal: nginx.service\n" in err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("answer", "options", "code", "rounds"),
    [
        ({"out": CHANGED, "code": 2, "once": True}, [], 0, [[1, 0, 0], [0, 0, 0]]),
        ({"out": CHANGED, "code": 2}, [], 1, [[1, 0, 0], [1, 0, 0]]),
        ({"out": CHANGED, "code": 2}, ["--once"], 0, [[1, 0, 0]]),
        ({"err": FAULT, "code": 1}, [], 1, [[0, 0, 0]]),
    ],
)
def test_apply_for_programs(
    orogen: Orogen, stand_in: StandIn, answer: dict[str, Any], options: list[str], code: int, rounds: list[list[int]]
) -> None:
    stand_in.answers(APPLY.format(name="web1"), **answer)
    running(stand_in)
    ended, out, _ = orogen("apply", "--format", "json", *options)
    record = json.loads(out)
    assert (ended, record["format_version"], record["ok"]) == (code, "1", code == 0)
    assert [[len(run["changes"]) for run in each] for each in record["rounds"]] == rounds
    assert record["rounds"][0][0]["faults"] == ([FAULT.strip()] if "err" in answer else [])
    assert [run["box"] for run in record["rounds"][0]] == ["web1", "web2", "database1"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("names", "boxes"), [([], 3), (["web2"], 1), (["web2.acme.internal", "database1"], 2)])
def test_apply_once_and_on_these_boxes(orogen: Orogen, stand_in: StandIn, names: list[str], boxes: int) -> None:
    running(stand_in)
    code, out, _ = orogen("apply", "--once", *names)
    assert (code, len(out.splitlines())) == (0, boxes)
    assert len([call for call in stand_in.calls if "puppet-apply" in str(call)]) == boxes


@pytest.mark.usefixtures("folder")
def test_check_without_testinfra_says_what_to_install(orogen: Orogen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "testinfra", None)
    code, out, err = orogen("check", "-k", "health")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "error: the checks need pytest and pytest-testinfra",
        "help: pip install -r .boxes/control-repo/tests/requirements.txt",
    ]


@pytest.mark.usefixtures("folder")
def test_status_shows_every_box_and_what_is_amiss(orogen: Orogen, stand_in: StandIn) -> None:
    units = "nginx.service loaded failed failed\nphp8.4-fpm.service loaded activating start\n"
    stand_in.answers("exec web2*is-system-running", f"{units}degraded\n", code=1)
    stand_in.answers("exec database1*", err="Error: the container is not running\n", code=255)
    running(stand_in)
    code, out, err = orogen("status")
    assert (code, err) == (1, "")
    assert [line.split() for line in out.splitlines()] == [
        ["web1", "10.20.1.1", "zone-b", "running"],
        ["web2", "10.20.1.2", "zone-b", "degraded", "nginx.service", "failed,", "php8.4-fpm.service", "waits"],
        ["database1", "10.20.3.1", "zone-b", "stopped"],
    ]


@pytest.mark.usefixtures("folder")
def test_status_for_programs(orogen: Orogen, stand_in: StandIn) -> None:
    running(stand_in)
    code, out, _ = orogen("status", "--format", "json")
    assert code == 0
    record = json.loads(out)
    assert (record["format_version"], record["environment"]) == ("1", "acme")
    assert record["boxes"][0] == {"name": "web1", "state": "running", "failed": [], "waiting": []}


@pytest.mark.usefixtures("folder")
def test_logs_of_a_box(orogen: Orogen, stand_in: StandIn) -> None:
    stand_in.answers("exec web1.acme.internal journalctl *", "a line\n")
    assert orogen("logs", "web1", "-u", "nginx*") == (0, "a line\n", "")
    assert "--unit=nginx*" in stand_in.calls[0].words


@pytest.mark.usefixtures("folder")
def test_logs_of_all_are_collected(orogen: Orogen, tmp_path: Path) -> None:
    code, out, _ = orogen("logs", "-o", "kept")
    assert (code, out) == (0, "kept: logs of 4 boxes\n")
    assert {path.name for path in (tmp_path / "work/kept").iterdir()} == set(LAYOUT.containers)


@pytest.mark.usefixtures("folder")
def test_logs_of_nothing_is_a_wrong_call(orogen: Orogen) -> None:
    code, _, err = orogen("logs")
    assert code == 2
    assert "Name a BOX" in err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("box", "words", "arrived"),
    [
        ("web1", ("patronictl", "list"), ("web1.acme.internal", "patronictl", "list")),
        (
            "web1",
            ("sh", "-c", "echo \"a  b\" $HOME '*'; exit 1", "", "a\nb"),
            ("web1.acme.internal", "sh", "-c", "echo \"a  b\" $HOME '*'; exit 1", "", "a\nb"),
        ),
        ("web1", ("psql", "--tuples-only", "-U", "x"), ("web1.acme.internal", "psql", "--tuples-only", "-U", "x")),
        ("outside", ("ls",), ("outside.acme.internal", "ls")),
        ("database1", (), ("database1.acme.internal", "bash", "--login")),
    ],
)
def test_shell_gives_the_words_as_they_are_and_ends_as_the_command_does(
    orogen: Orogen, stand_in: StandIn, box: str, words: tuple[str, ...], arrived: tuple[str, ...]
) -> None:
    # The command takes the process's place, so this is done in a child.
    stand_in.answers("exec *", code=7)
    assert in_child(lambda: orogen("shell", box, *words)) == 7
    (call,) = stand_in.calls
    assert call.words == ("exec", "--interactive", *arrived)


def test_down_leaves_nothing_behind(orogen: Orogen, stand_in: StandIn, folder: Path) -> None:
    stand_in.answers("ps *orogen.environment=acme*", "0a\n0b\n0c\n0d\n")
    stand_in.answers("network ls *orogen.environment=acme*", "0e\n")
    assert orogen("down") == (0, "acme: 4 containers, their network and .boxes removed\n", "")
    assert not folder.exists()
    assert [call.words[0] for call in stand_in.calls if "rm" in call.words] == ["rm", "network"]


def test_down_that_fails_keeps_the_folder(orogen: Orogen, stand_in: StandIn, folder: Path) -> None:
    stand_in.answers("ps *", "0a\n")
    stand_in.answers("rm *", err="Error: device or resource busy\n", code=125)
    code, out, err = orogen("down")
    assert (code, out) == (2, "")
    assert "device or resource busy" in err
    assert (folder / "boxes.json").exists()
