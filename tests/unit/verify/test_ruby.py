"""The process at the other end: found, asked, and killed when it must be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from orogen.errors import OrogenError
from orogen.verify import ruby
from orogen.verify.ruby import Ruby


def _program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Path:
    """Put a Python program in the place of compile.rb; Ruby is Python then."""
    program = tmp_path / "program.py"
    program.write_text(text)
    monkeypatch.setattr(ruby, "_PROGRAM", program)
    return Path(sys.executable)


def test_answers_come_to_their_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    echo = _program(tmp_path, monkeypatch, "import sys\nfor line in sys.stdin: print(line, end='', flush=True)")
    with Ruby(echo, tmp_path / "scratch") as process:
        assert process.ask({"do": "ü"}, seconds=30) == {"do": "ü"}
        assert process.ask({"do": 2}, seconds=30) == {"do": 2}


def test_a_crash_shows_the_last_words_but_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import sys\nsys.stdin.readline()\nsys.exit('\\n'.join(map(str, range(20))) + '\\nhunter2 is wrong')"
    program = _program(tmp_path, monkeypatch, text)
    request = {"do": "compile", "certname": "web1", "secrets": [{"name": "x", "value": "hunter2"}]}
    with Ruby(program, tmp_path / "scratch") as process, pytest.raises(OrogenError) as raised:
        process.ask(request, seconds=30)
    assert str(raised.value) == "\n  ".join(
        ["Ruby broke down for web1", "13", "14", "15", "16", "17", "18", "19", "[secret] is wrong"]
    )


def test_who_does_not_answer_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = _program(tmp_path, monkeypatch, "import time\ntime.sleep(600)")
    with Ruby(program, tmp_path / "scratch") as process:
        with pytest.raises(OrogenError, match=r"gave no answer for 0\.2 seconds"):
            process.ask({"do": "about"}, seconds=0.2)
        assert process._process.wait(30) < 0


def test_leaving_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = _program(tmp_path, monkeypatch, "import time\ntime.sleep(600)")
    with Ruby(program, tmp_path / "scratch") as process:
        assert process._process.poll() is None
    assert process._process.poll() is not None


def test_a_ruby_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OrogenError, match="cannot be run: No such file"):
        Ruby(tmp_path / "ruby", tmp_path / "scratch")


@pytest.mark.parametrize(
    ("first_line", "expected"),
    [("#!/usr/lib/x/ruby3.1", "/usr/lib/x/ruby3.1"), ("#!/usr/bin/env ruby", None), ("\x7fELF", None), ("", None)],
)
def test_the_ruby_of_a_puppet_is_the_one_it_names(tmp_path: Path, first_line: str, expected: str | None) -> None:
    script = tmp_path / "puppet"
    script.write_text(first_line + "\n")
    assert ruby._interpreter(script) == expected


def test_no_puppet_on_the_path_is_no_ruby(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(ruby, "_VENDOR", tmp_path)
    assert ruby.find() is None


def test_the_vendors_puppet_is_found_beside_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(ruby, "_VENDOR", tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/puppet").write_text("#!/bin/sh\n")
    (tmp_path / "bin/puppet").chmod(0o755)
    assert ruby.find() == tmp_path / "puppet/bin/ruby"
