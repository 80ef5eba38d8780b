"""`orogen render` as a person uses it: what it says, what it writes, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Callable

    Orogen = Callable[..., tuple[int, str, str]]

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def orogen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Orogen:
    """Give a function that runs the command line in an empty folder with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("OROGEN_PRIVATE_KEY", raising=False)
    shutil.copy(EXAMPLES / "development.yaml", "one.yaml")
    shutil.copy(EXAMPLES / "staging.yaml", "two.yaml")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["orogen", *arguments])
        code = run()
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_first_render_says_what_it_made_and_where_the_private_key_is(orogen: Orogen, tmp_path: Path) -> None:
    code, out, err = orogen("render", "one.yaml")
    assert code == 0
    assert "1 node in 1 zone" in out
    assert "created" in out
    (key,) = (tmp_path / "config/orogen/keys").iterdir()
    assert f"private key: {key}" in err
    assert (tmp_path / "control-repo/inventory.json").is_file()


def test_a_second_render_has_nothing_to_do(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "one.yaml")
    before = snapshot(tmp_path / "control-repo")
    code, out, _ = orogen("render", "one.yaml")
    assert code == 0
    assert out.splitlines()[-1].startswith("control-repo: ")
    assert "created" not in out
    assert snapshot(tmp_path / "control-repo") == before
    assert orogen("render", "--check", "one.yaml")[0] == 0


def test_check_and_diff_write_nothing_and_exit_with_one(orogen: Orogen, tmp_path: Path) -> None:
    for option in ("--check", "--diff"):
        code, out, _ = orogen("render", option, "one.yaml")
        assert code == 1
        assert "inventory.json" in out
    assert not (tmp_path / "control-repo").exists()
    assert not (tmp_path / "config").exists()


def test_a_changed_spec_changes_what_it_must(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "two.yaml")
    spec = tmp_path / "two.yaml"
    spec.write_text(spec.read_text() + "consumer: {processes: 7}\n")
    code, out, _ = orogen("render", "--diff", "two.yaml")
    assert code == 1
    changed = [line.split()[-1] for line in out.splitlines() if line.startswith("+++ ")]
    assert changed[-1] == "b/.orogen/lock.json"
    assert all("/environments/" in path for path in changed[:-1])
    assert any(line.startswith("+") and line.endswith(" 7") for line in out.splitlines())


def test_a_broken_spec_leaves_the_repo_as_it_was(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "one.yaml")
    before = snapshot(tmp_path / "control-repo")
    (tmp_path / "one.yaml").write_text("version: 1\nname: [")
    code, out, err = orogen("render", "one.yaml")
    assert (code, out) == (1, "")
    assert "one.yaml:2" in err
    assert snapshot(tmp_path / "control-repo") == before


def test_files_edited_by_hand_stop_it_with_a_list(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "one.yaml")
    edited = tmp_path / "control-repo/hiera.yaml"
    edited.write_text("mine\n")
    code, _, err = orogen("render", "one.yaml")
    assert code == 2
    assert "hiera.yaml" in err
    assert edited.read_text() == "mine\n"
    code, out, _ = orogen("render", "--force", "one.yaml")
    assert code == 0
    assert "control-repo: 1 overwritten by force, " in out
    assert edited.read_text() != "mine\n"


def test_overrides_are_never_touched(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "one.yaml")
    override = tmp_path / "control-repo/overrides/common.yaml"
    override.write_text("profile::base::time::timezone: Europe/Brussels\n")
    assert orogen("render", "one.yaml")[0] == 0
    assert override.read_text() == "profile::base::time::timezone: Europe/Brussels\n"


def test_an_environment_is_not_forgotten_by_accident(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "one.yaml", "two.yaml")
    before = snapshot(tmp_path / "control-repo")
    code, _, err = orogen("render", "one.yaml")
    assert code == 2
    assert "--prune" in err
    assert snapshot(tmp_path / "control-repo") == before
    assert orogen("render", "--prune", "one.yaml")[0] == 0
    (environments,) = (tmp_path / "control-repo/data/environments").iterdir()
    assert environments.name == "acme-dev"


def test_environments_do_not_depend_on_each_other(orogen: Orogen, tmp_path: Path) -> None:
    orogen("render", "one.yaml")
    alone = snapshot(tmp_path / "control-repo")
    orogen("render", "two.yaml", "one.yaml")
    together = snapshot(tmp_path / "control-repo")
    shared = {"inventory.json", ".orogen/lock.json"}
    assert {p: t for p, t in alone.items() if p not in shared} == {p: together[p] for p in alone if p not in shared}


def test_json_says_the_same_to_programs(orogen: Orogen) -> None:
    _, out, _ = orogen("render", "one.yaml", "--format", "json")
    record = json.loads(out)
    assert record["format_version"] == "1"
    assert record["written"] is True
    assert "inventory.json" in record["files"]["created"]
    code, out, _ = orogen("render", "one.yaml", "--check", "--format", "json")
    assert code == 0
    assert json.loads(out)["files"] == {
        word: [] for word in ("created", "updated", "deleted", "edited_by_hand", "in_the_way")
    }


def test_an_output_that_is_a_file_is_refused(orogen: Orogen, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious\n")
    code, out, err = orogen("render", "one.yaml", "-o", "file")
    assert (code, out) == (2, "")
    assert "file" in err
    assert (tmp_path / "file").read_text() == "precious\n"


def test_somebody_elses_files_are_not_overwritten(orogen: Orogen, tmp_path: Path) -> None:
    (tmp_path / "control-repo").mkdir()
    (tmp_path / "control-repo/README.md").write_text("precious\n")
    code, _, err = orogen("render", "one.yaml")
    assert code == 2
    assert "README.md" in err
    assert snapshot(tmp_path / "control-repo") == {"README.md": b"precious\n"}


@pytest.mark.parametrize("spec", ["missing.yaml", "."])
def test_a_spec_that_cannot_be_read_is_exit_code_two(orogen: Orogen, spec: str, tmp_path: Path) -> None:
    code, out, err = orogen("render", spec)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert not (tmp_path / "control-repo").exists()
