"""The process as a whole: what it imports, how it ends, what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from orogen.cli import main as entry
from orogen.cli import run as choke_point
from orogen.cli.group import orogen
from orogen.cli.table import overview
from orogen.errors import OrogenError
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = {"click", "yaml", "jinja2", "jsonschema", "cryptography", "rich"}


def _modules_after(*arguments: str) -> set[str]:
    """Give the top-level packages that a run of orogen with these arguments has imported when it ends."""
    program = (
        "import sys, json, atexit\n"
        "from orogen.cli.main import main\n"
        "atexit.register(lambda: print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), "
        "file=sys.stderr))\n"
        f"sys.argv = {['orogen', *arguments]!r}\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_help_imports_nothing_heavy() -> None:
    assert _modules_after("--help") & HEAVY == set()


def test_validate_imports_what_it_needs_only() -> None:
    loaded = _modules_after("validate", str(EXAMPLES / "acme-prod.yaml"))
    assert loaded & HEAVY == {"click", "yaml"}


def _end(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    monkeypatch.setattr(sys, "argv", ["orogen", *arguments])
    with pytest.raises(SystemExit) as end:
        entry.main()
    return end.value.code


def test_help_is_shown_without_click(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["orogen", "-h"])
    entry.main()
    assert capsys.readouterr().out == overview()


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["validate", str(EXAMPLES / "acme-prod.yaml")], 0, ""),
        (["validate", os.devnull], 1, ""),
        (["render", "missing.yaml"], 2, "error: there is no file missing.yaml\nhelp: Check the path"),
        (["render", str(EXAMPLES)], 2, "is a directory"),
        (["validate", "missing.yaml"], 2, ""),
        (["validate", "--fromat", "json", "x"], 2, "Did you mean '--format'?"),
        (["validat"], 2, "Did you mean 'validate'?"),
        (["--color", "sometimes", "validate", "x"], 2, "'sometimes' is not one of"),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    error: str,
) -> None:
    assert _end(monkeypatch, *arguments) == code
    shown = capsys.readouterr().err
    assert error in shown
    assert "Traceback" not in shown


def _fails_with(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "shown"),
    [
        (OrogenError("no such thing", help="Do this."), 2, "error: no such thing\nhelp: Do this.\n"),
        (OrogenError("no such thing"), 2, "error: no such thing\n"),
        (click.ClickException("wrong"), 2, "Error: wrong\n"),
        (OSError(28, "No space left on device"), 2, "error: No space left on device\n"),
        (PermissionError(13, "Permission denied", "/x"), 2, "error: /x: Permission denied\n"),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
    ],
)
def test_what_goes_wrong_becomes_words_and_a_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    shown: str,
) -> None:
    monkeypatch.setattr(orogen, "invoke", _fails_with(error))
    assert _end(monkeypatch, "validate", "x") == code
    assert capsys.readouterr().err.lstrip("\n") == shown


def test_a_bug_leaves_its_traceback_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(orogen, "invoke", _fails_with(KeyError("lost")))
    assert _end(monkeypatch, "validate", "x") == choke_point.BUG
    (log,) = tmp_path.iterdir()
    assert "KeyError: 'lost'" in log.read_text(encoding="utf-8")
    shown = capsys.readouterr().err
    assert shown == f"error: this is a bug in orogen: KeyError; please report it with {log}\n"


def test_a_bug_without_a_place_for_its_file_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr(orogen, "invoke", _fails_with(KeyError("lost")))
    assert _end(monkeypatch, "validate", "x") == choke_point.BUG
    assert "KeyError: 'lost'" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "code"), [(None, 0), (1, 1), ("text", 0)])
def test_a_command_may_answer_with_its_code(monkeypatch: pytest.MonkeyPatch, answer: object, code: int) -> None:
    monkeypatch.setattr(orogen, "invoke", lambda _: answer)
    assert _end(monkeypatch, "validate", "x") == code


def _orogen(*arguments: str, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from orogen.cli.main import main; main()", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_reader_that_goes_away_is_no_news() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = _orogen("validate", str(EXAMPLES / "acme-prod.yaml"), stdout=writing)
    os.close(writing)
    assert done.stderr == b""


def test_a_terminal_without_the_characters_still_gets_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(minimal(more="🎉: 1\n"), encoding="utf-8")
    done = _orogen("validate", "--format=concise", str(tmp_path / "a.yaml"), PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"unknown key `\\U0001f389`" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_said(unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _orogen("validate", str(EXAMPLES / "acme-prod.yaml"), stdout=full.fileno(), PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (2, b"error: No space left on device\n")
