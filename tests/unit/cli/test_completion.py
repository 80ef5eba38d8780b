"""What the shell offers behind TAB: asked as the shells ask, and through bash's own function where there is bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from orogen.boxes import layout
from orogen.cli.completion import command
from orogen.cli.group import orogen
from orogen.rules.catalogue import entries
from tests.unit.boxes.samples import LAYOUT
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = str(EXAMPLES / "acme-prod.yaml")
BUFFERS = "profile::database::sizes.shared_buffers"


def offered(*words: str) -> list[str]:
    """Give what is offered for the last word, a file or folder as `<file>` or `<dir>`."""
    *before, incomplete = words
    items = ShellComplete(orogen, {}, "orogen", "_OROGEN_COMPLETE").get_completions(before, incomplete)
    return [item.value if item.type == "plain" else f"<{item.type}>" for item in items]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("exp",), ["explain"]),
        (("--col",), ["--color"]),
        (("--color", ""), ["auto", "always", "never"]),
        (("boxes", "sh"), ["shell"]),
        (("rules", "--format", ""), ["text", "json", "markdown"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("explain", ""), ["<file>"]),
        (("explain", "shop"), ["<file>"]),
        (("explain", SPEC, "database"), ["database1", "database2"]),
        (("explain", SPEC, "web1", "profile::web::chil"), ["profile::web::children"]),
        (("explain", SPEC, "database1", "profile::database::sizes.sh"), [BUFFERS]),
        (("explain", SPEC, "web1", "profile::database::si"), []),
        (("explain", "--repo", ""), ["<dir>"]),
        (("secrets", "set", SPEC, "edge"), ["edge-tunnel-token"]),
        (("validate", ""), ["<file>"]),
        (("render", SPEC, ""), ["<file>"]),
        (("render", SPEC, "-o", ""), ["<dir>"]),
    ],
)
def test_what_is_offered(words: tuple[str, ...], wanted: list[str]) -> None:
    assert offered(*words) == wanted


def test_codes_are_offered_as_they_are_begun() -> None:
    survival = [code for code in entries() if code.startswith("ORO4")]
    assert offered("explain", "ORO4") == survival
    assert offered("explain", "oro4") == [code.lower() for code in survival]


@pytest.mark.parametrize(
    "words", [("shell",), ("logs",), ("apply",), ("apply", "web1"), ("shell", "--folder", "there")]
)
def test_boxes_are_offered_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    folder = tmp_path / ("there" if "there" in words else layout.FOLDER)
    folder.mkdir()
    layout.write(folder, LAYOUT)
    monkeypatch.chdir(tmp_path)
    assert offered("boxes", *words, "") == [*(box.name for box in LAYOUT.boxes), "outside"]


def _arguments(group: click.Command, context: click.Context, name: str) -> Iterator[tuple[str, click.Parameter]]:
    if isinstance(group, click.Group):
        for each in group.list_commands(context):
            found = group.get_command(context, each)
            assert found
            yield from _arguments(found, context, f"{name} {each}")
    yield from ((name, parameter) for parameter in group.params)


def test_every_spec_is_completed_as_a_file_and_every_folder_as_one() -> None:
    context = click.Context(orogen)
    for name, parameter in _arguments(orogen, context, ""):
        metavar = parameter.metavar or ""
        if "SPEC" in metavar or "DIR" in metavar:
            kinds = [item.type for item in parameter.shell_complete(context, "")]
            assert kinds in (["file"], ["dir"]), f"{name} {metavar}"


@pytest.fixture
def broken(tmp_path: Path) -> str:
    (tmp_path / "broken.yaml").write_text(minimal(("region:", "regon:")), encoding="utf-8")
    return str(tmp_path / "broken.yaml")


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "BROKEN", ""),
        ("explain", "BROKEN", "web1", ""),
        ("explain", "missing.yaml", ""),
        ("explain", "-", ""),
        ("explain", SPEC, "nobody", ""),
        ("boxes", "shell", ""),
        ("secrets", "set", "BROKEN", ""),
        ("nosuch", "--x"),
        ("explain", SPEC, "web1", "profile::web::children", ""),
    ],
)
def test_what_cannot_be_read_offers_nothing_and_prints_nothing(
    broken: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    line = " ".join(["orogen", *(broken if word == "BROKEN" else word or "''" for word in words)])
    done = subprocess.run(
        [sys.executable, "-c", "from orogen.cli.main import main; main()"],
        env={**os.environ, "COMP_WORDS": line, "COMP_CWORD": str(len(words)), "_OROGEN_COMPLETE": "bash_complete"},
        cwd=tmp_path,
        input=Path(SPEC).read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_that_it_can_read(shell: str) -> None:
    result = CliRunner().invoke(command, [shell])
    assert result.exit_code == 0
    assert f"_OROGEN_COMPLETE={shell}_complete" in result.stdout
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=result.stdout, text=True, check=True)


# What bash does before it calls a completion function: the line, and the place of the cursor in it.
_ASK = """\
source "$SCRIPT"
compopt() { echo "compopt $*"; }
COMP_LINE=$LINE; COMP_POINT=${#LINE}
_orogen_completion "$OROGEN"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("orogen expl", ["explain"]),
        ("orogen  explain  ", ["compopt -o default"]),
        (f"orogen explain {SPEC} witn", ["witness1"]),
        (f"orogen explain {SPEC} web1 profile::web::chil", ["children"]),
        (f"orogen explain {SPEC} database1 profile::database::sizes.sh", ["sizes.shared_buffers"]),
        (f"orogen explain 'not here' {SPEC} web1", []),
        ("orogen explain -o ", ["compopt -o dirnames"]),
    ],
)
def test_bash_completes_words_with_colons(tmp_path: Path, line: str, answer: list[str]) -> None:
    script, program = tmp_path / "script", tmp_path / "orogen"
    script.write_text(CliRunner().invoke(command, ["bash"]).stdout)
    program.write_text(f"#!{sys.executable}\nfrom orogen.cli.main import main\nmain()\n")
    program.chmod(0o755)
    environment = {**os.environ, "SCRIPT": str(script), "LINE": line, "OROGEN": str(program)}
    done = subprocess.run(["bash", "-c", _ASK], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == ([word for text in answer for word in text.split()], "")
