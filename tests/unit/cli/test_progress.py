from __future__ import annotations

import re
import sys
import threading
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from orogen.cli import progress
from orogen.cli.progress import step

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_step_off_a_terminal_is_one_line_at_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    with step("image: debian-13"):
        assert capsys.readouterr() == ("", "")
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"ok {5}image: debian-13, \d+\.\d s\n", err)


@pytest.mark.parametrize("raised", [ValueError, KeyboardInterrupt])
def test_a_step_that_fails_says_so_and_hides_nothing(
    capsys: pytest.CaptureFixture[str], raised: type[BaseException]
) -> None:
    with pytest.raises(raised, match=r"^why$"), step("boxes: 9"):
        raise raised("why")
    assert re.fullmatch(r"FAILED boxes: 9, \d+\.\d s\n", capsys.readouterr().err)


def test_steps_follow_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("one", "two"):
        with step(words):
            pass
    assert re.findall(r"^\w+ +(\w+),", capsys.readouterr().err, re.MULTILINE) == ["one", "two"]


@pytest.mark.parametrize("fails", [False, True])
def test_on_a_terminal_a_clock_runs_until_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fails: bool
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "_CLOCK_SECONDS", 0.01)
    threads = threading.active_count()
    shown: list[str] = []

    def work() -> None:
        with step("boxes: 9"):
            await_text(lambda: shown.append(capsys.readouterr().err) or "".join(shown).count("boxes: 9") > 2)
            if fails:
                raise ValueError("why")

    if fails:
        with pytest.raises(ValueError, match=r"^why$"):
            work()
    else:
        work()
    assert threading.active_count() == threads
    *clock, last = ("".join(shown) + capsys.readouterr().err).split("\r")
    assert clock[0] == ""
    assert all(re.fullmatch(r"\x1b\[K\.\.\. {4}boxes: 9, \d+ s", tick) for tick in clock[1:])
    assert last.startswith("\x1b[K")
    assert ("FAILED" in last, "ok    " in last) == (fails, not fails)
    assert re.search(r" boxes: 9, \d+\.\d s\n$", last)


def await_text(shown: Callable[[], object]) -> None:
    deadline = monotonic() + 10
    while not shown():
        assert monotonic() < deadline
        sleep(0.01)
