"""`orogen dr` as a person uses it on the day: there, back, and what it refuses."""

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
SPEC = "acme-prod.yaml"


@pytest.fixture
def orogen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Orogen:
    """Give a function that runs the command line in a folder with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("OROGEN_PRIVATE_KEY", raising=False)
    for name in (SPEC, "oci.yaml", "development.yaml"):
        shutil.copy(EXAMPLES / name, name)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["orogen", *arguments])
        code = run()
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture(scope="module")
def first_render(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the primary's control repo and the folder of its private key."""
    folder = tmp_path_factory.mktemp("primary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.delenv("OROGEN_PRIVATE_KEY", raising=False)
        patch.setattr("sys.argv", ["orogen", "render", str(EXAMPLES / SPEC), "-o", str(folder / "control-repo")])
        assert run() == 0
    return folder


@pytest.fixture
def rendered(orogen: Orogen, first_render: Path, tmp_path: Path) -> Orogen:
    """Give it where the primary's control repo stands already."""
    shutil.copytree(first_render, tmp_path, dirs_exist_ok=True)
    return orogen


def standby(root: str) -> bool:
    (environment,) = json.loads(Path(root, "inventory.json").read_text())["environments"]
    return bool(environment.get("standby", False))


def addresses(root: str) -> str:
    return Path(root, "inventory.json").read_text()


def test_there_and_back(rendered: Orogen) -> None:
    primary = addresses("control-repo")
    code, out, _ = rendered("dr", "render", SPEC)
    assert code == 0
    assert "gcp europe-west4: 22 nodes" in out
    assert out.endswith("acme-prod stands by: no tunnel, no mail, no backup sets. `--live` makes it the shop.\n")
    assert standby("recovery-repo")
    assert "10.20." not in addresses("recovery-repo")

    code, out, _ = rendered("dr", "render", SPEC, "--live")
    assert (code, out.splitlines()[-1]) == (0, "acme-prod is the shop here: the other region must not be.")
    assert not standby("recovery-repo")
    # Who changes the spec meanwhile needs not know.
    assert rendered("dr", "render", SPEC)[1].splitlines()[-2].endswith(" unchanged")
    assert not standby("recovery-repo")

    assert rendered("dr", "render", SPEC, "--return", "--standby")[0] == 0
    assert standby("control-repo")
    assert "10.120." not in addresses("control-repo")
    code, _, err = rendered("render", SPEC)
    assert (code, "dr render SPEC --return" in err) == (2, True)
    assert rendered("dr", "render", SPEC, "--return", "--live")[0] == 0
    assert addresses("control-repo") == primary
    assert rendered("render", "--check", SPEC)[0] == 0


def test_check_and_diff_write_nothing(rendered: Orogen) -> None:
    assert rendered("dr", "render", SPEC, "--check")[0] == 1
    assert not Path("recovery-repo").exists()
    rendered("dr", "render", SPEC)
    assert rendered("dr", "render", SPEC, "--check")[0] == 0
    code, out, _ = rendered("dr", "render", SPEC, "--diff", "--live")
    assert code == 1
    assert "-profile::backup::active: false" in out
    assert standby("recovery-repo")


def test_overrides_go_along_once(rendered: Orogen) -> None:
    Path("control-repo/overrides/common.yaml").write_text("profile::x: 10.20.9.9\n")
    _, _, err = rendered("dr", "render", SPEC)
    own = Path("recovery-repo/overrides/common.yaml")
    assert own.read_text() == "profile::x: 10.20.9.9\n"
    assert "recovery-repo/overrides/common.yaml:1: 10.20.9.9 is an address of europe-west1" in err
    own.write_text("profile::x: 10.120.9.9\n")
    _, _, err = rendered("dr", "render", SPEC)
    assert own.read_text() == "profile::x: 10.120.9.9\n"
    assert "is not as control-repo/overrides/common.yaml" in err


def test_a_new_secret_of_the_primary_follows(rendered: Orogen, tmp_path: Path) -> None:
    rendered("dr", "render", SPEC)
    (tmp_path / "token").write_text("another")
    code, _, err = rendered("secrets", "set", SPEC, "edge-tunnel-token", "--file", "token", "-o", "recovery-repo")
    assert (code, "set secrets there" in err) == (2, True)
    assert rendered("secrets", "set", SPEC, "edge-tunnel-token", "--file", "token")[0] == 0
    _, out, _ = rendered("dr", "render", SPEC)
    assert "recovery-repo: 3 updated" in out
    stores = [Path(root, ".orogen/secrets/acme-prod.yaml").read_text() for root in ("control-repo", "recovery-repo")]
    (first,), (second,) = ([line for line in text.splitlines() if "edge-tunnel-token" in line] for text in stores)
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((SPEC, "-o", "control-repo"), "as it is in its primary region"),
        ((SPEC, "--primary", "elsewhere"), "elsewhere is no control repo with secrets"),
        ((SPEC, "--return", "-o", "elsewhere"), "elsewhere does not hold `acme-prod`"),
        ((SPEC, "--only", "other"), "--only other: the specs describe acme-prod"),
        (("oci.yaml",), "secrets of `globex-prod` are not in control-repo"),
        (("development.yaml",), "development.yaml: `acme-dev` has no `disaster_recovery`"),
    ],
)
def test_what_cannot_be_is_refused(rendered: Orogen, arguments: tuple[str, ...], says: str) -> None:
    code, _, err = rendered("dr", "render", *arguments)
    assert code == 2
    assert says in err
    assert not Path("recovery-repo").exists()


def test_an_environment_is_not_forgotten_by_accident(orogen: Orogen) -> None:
    orogen("render", SPEC, "oci.yaml")
    orogen("dr", "render", SPEC, "oci.yaml")
    code, _, err = orogen("dr", "render", SPEC)
    assert (code, "globex-prod" in err) == (2, True)
    assert orogen("dr", "render", SPEC, "--prune")[0] == 0


def test_one_of_several_returns(orogen: Orogen) -> None:
    orogen("render", SPEC, "oci.yaml")
    code, out, _ = orogen("dr", "render", SPEC, "oci.yaml", "--return", "--only", "acme-prod")
    assert code == 0
    assert "acme-prod stands by" in out
    assert "globex-prod is the shop here" in out
    found = json.loads(Path("control-repo/inventory.json").read_text())["environments"]
    assert {one["name"]: one.get("standby", False) for one in found} == {"acme-prod": True, "globex-prod": False}


def test_a_spec_without_a_region_is_told_what_to_add(orogen: Orogen) -> None:
    code, out, err = orogen("dr", "plan", "development.yaml")
    assert (code, out) == (2, "")
    assert "  region: europe-west4\n  zones: [europe-west4-a]" in err
    assert "`backup` among the services" in err


def test_a_spec_with_an_error_is_a_no(orogen: Orogen) -> None:
    text = Path(SPEC).read_text()
    Path(SPEC).write_text(text.replace("network: 10.120.0.0/16", "network: 10.120.0.0/17"))
    code, out, err = orogen("dr", "plan", SPEC)
    assert (code, out) == (1, "")
    assert f"{SPEC}:60:9: error[ORO722] 10.20.255.0/28 has no counterpart in 10.120.0.0/17" in err


def test_the_runbook_in_each_format(orogen: Orogen) -> None:
    code, out, _ = orogen("dr", "plan", SPEC, "--data", "40GiB", "--primary", "repo", "--recovery", "there")
    assert code == 0
    assert "orogen dr render acme-prod.yaml -o there --primary repo --live" in out
    assert "40 GiB at 20 MB/s" in out
    assert orogen("dr", "plan", SPEC, "--format", "markdown")[1].startswith("# Disaster recovery of acme-prod")
    found = json.loads(orogen("dr", "plan", SPEC, "oci.yaml", "--format", "json")[1])
    assert [one["name"] for one in found["environments"]] == ["acme-prod", "globex-prod"]


@pytest.mark.parametrize("size", ["40", "40GB", "-1GiB", "many"])
def test_a_size_is_written_as_in_a_spec(orogen: Orogen, size: str) -> None:
    code, _, err = orogen("dr", "plan", SPEC, f"--data={size}")
    assert (code, "40GiB" in err) == (2, True)


def test_help_names_both_commands(orogen: Orogen) -> None:
    _, out, _ = orogen("dr", "--help")
    assert "  render  Write the control repo of the recovery region." in out
    assert "  plan    Write the runbook of a disaster recovery." in out
