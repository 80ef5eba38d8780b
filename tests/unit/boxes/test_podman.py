from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from orogen.boxes import namespace
from orogen.boxes.podman import Podman, leave, podman
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.boxes.stand_in import StandIn


@pytest.mark.parametrize("words", [("ps",), ("exec", "web1", "sh", "-c", 'echo "a  b" $X; *'), ("x", "", "a\nb", "'")])
def test_words_and_text_arrive_as_they_are(stand_in: StandIn, words: tuple[str, ...]) -> None:
    assert Podman().run(*words, text="a  line") == ""
    (call,) = stand_in.calls
    assert (call.words, call.text) == (words, "a  line")


def test_what_it_printed_is_given(stand_in: StandIn) -> None:
    stand_in.answers("ps *", "one\ntwo\n", err="a warning\n")
    assert Podman().run("ps", "--all") == "one\ntwo\n"


def test_a_failure_is_an_answer_to_a_question(stand_in: StandIn) -> None:
    stand_in.answers("image exists *", "out", err="error", code=1)
    answer = Podman().ask("image", "exists", "x")
    assert (answer.returncode, answer.stdout, answer.stderr) == (1, "out", "error")


def test_a_failed_command_is_one_line_with_its_last_words(stand_in: StandIn) -> None:
    stand_in.answers("*", err="".join(f"line {number}\n" for number in range(20)), code=125)
    with pytest.raises(OrogenError) as error:
        Podman().run("run", "--detach", "--name=web1", "image", "init", "secret")
    message = str(error.value)
    assert message.startswith("`podman run --detach --name=web1 image ...` failed: ")
    assert message.endswith(" / line 18 / line 19")
    assert "\n" not in message
    assert "line 1 " not in message


@pytest.mark.parametrize(("out", "said"), [("said so\n", "said so"), ("", "exit code 3")])
def test_a_failure_without_an_error_says_what_there_is(stand_in: StandIn, out: str, said: str) -> None:
    stand_in.answers("*", out, code=3)
    with pytest.raises(OrogenError, match=rf"^`podman ps` failed: {said}$"):
        Podman().run("ps")


def test_a_command_that_hangs_is_ended(stand_in: StandIn) -> None:
    stand_in.program.write_text("#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(OrogenError, match=r"^`podman ps --all` gave no answer within 0 s$"):
        Podman().ask("ps", "--all", seconds=0.1)


def test_bytes_that_are_no_text_stop_nothing(stand_in: StandIn) -> None:
    stand_in.program.write_text("#!/bin/sh\nprintf 'a\\377b'\n")
    assert Podman().run("logs") == "a�b"


def test_the_prefix_stands_first() -> None:
    assert Podman(("nsenter", "--mount")).command("exec", "web1") == ["nsenter", "--mount", "podman", "exec", "web1"]


def test_what_needs_this_machine_s_network_has_its_own_prefix() -> None:
    both = Podman(("nsenter", "--net"), ("nsenter",))
    assert both.reaching_out().command("run") == ["nsenter", "podman", "run"]
    assert Podman().reaching_out() == Podman()


@pytest.fixture
def _root_with_cgroup_v2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(namespace, "_UNIFIED", tmp_path)


@pytest.mark.usefixtures("stand_in", "_root_with_cgroup_v2")
def test_an_ordinary_machine_needs_nothing_before_podman() -> None:
    assert podman() == Podman(())


@pytest.mark.usefixtures("_root_with_cgroup_v2")
def test_a_machine_without_podman_is_told_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OrogenError, match=r"^podman is not installed$") as error:
        podman()
    assert error.value.help == "apt install podman"


@pytest.mark.usefixtures("stand_in", "_root_with_cgroup_v2")
def test_another_user_than_root_is_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(OrogenError, match=r"^boxes need root: ") as error:
        podman()
    assert "sudo" in error.value.help


@pytest.mark.parametrize(
    ("prefix", "others", "left"),
    [(("env",), "", True), (("env",), "0123456789ab\n", False), ((), "", False)],
)
def test_the_namespace_is_left_with_the_last_environment_s_boxes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stand_in: StandIn,
    prefix: tuple[str, ...],
    others: str,
    left: bool,
) -> None:
    # A process id that never was: nothing is ended here.
    pid_file = tmp_path / "namespace.pid"
    pid_file.write_text("none\n")
    monkeypatch.setattr(namespace, "_PID_FILE", pid_file)
    stand_in.answers("ps *label=orogen.environment*", others)
    leave(Podman(prefix))
    assert pid_file.exists() is not left
