"""`orogen init` as a person at a terminal and as a script see it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from orogen.cli.group import orogen
from orogen.spec.read import read
from tests.samples import TODAY

TUNNEL = "6ff42ae2-765d-4adf-8112-31c55c1551ef"
FLAGS = {
    "--type": "production",
    "--provider": "gcp",
    "--url": "https://shop.acme.example",
    "--project": "acme-prod-4821",
    "--region": "europe-west1",
    "--tunnel": TUNNEL,
}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orogen.cli.init._on_terminal", lambda: True)


def _run(*arguments: str, typed: str = "", **flags: str) -> Result:
    pairs = {**FLAGS, **{f"--{name}": value for name, value in flags.items()}}
    given = [word for name, value in pairs.items() if value for word in (name, value)]
    return CliRunner().invoke(orogen, ["init", *arguments, *given], input=typed)


def _zones(path: str) -> tuple[str, ...]:
    environment = read(path, TODAY).environment
    assert environment
    return environment.location.zones


def test_flags_are_enough() -> None:
    result = _run(name="acme-prod")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "acme-prod.yaml: production on gcp, 22 nodes.\n"
        "Next: orogen validate acme-prod.yaml\n"
        "      orogen render acme-prod.yaml\n"
    )
    assert read("acme-prod.yaml", TODAY).diagnostics == ()


def test_a_file_gives_the_name_too() -> None:
    result = _run("my shop/acme.yaml")
    assert (result.exit_code, str(result.exception)) == (1, "there is no folder `my shop`")
    Path("my shop").mkdir()
    assert "orogen validate 'my shop/acme.yaml'" in _run("my shop/acme.yaml").stderr
    environment = read("my shop/acme.yaml", TODAY).environment
    assert environment
    assert environment.name == "acme"


def test_zones_are_a_flag_each() -> None:
    assert _run("--zone=room-1", "--zone", "room-2", "--zone=room-3", name="a", region="mars").exit_code == 0
    assert _zones("a.yaml") == ("room-1", "room-2", "room-3")


def test_standard_output_gets_the_spec_and_nothing_else() -> None:
    result = _run("-", name="acme-prod")
    assert (result.exit_code, result.stderr) == (0, "")
    Path("copy.yaml").write_text(result.stdout, encoding="utf-8")
    assert read("copy.yaml", TODAY).diagnostics == ()
    assert not Path("acme-prod.yaml").exists()


def test_what_cannot_be_assumed_is_listed_at_once() -> None:
    result = _run(url="", region="mars-north1", tunnel="", provider="oci", project="ocid1.tenancy.oc1..aaa")
    assert result.exit_code == 2
    listed = [line.split()[0] for line in result.stderr.splitlines() if line.startswith("  --")]
    assert listed == ["--name", "--url", "--zone", "--tunnel", "--backups"]
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        ({"type": "prod"}, "'prod' is not one of 'production'"),
        ({"url": "shop"}, "'--url': `application.url` cannot be `shop`. The address that customers open"),
        ({"network": "10.20.0.1/16"}, "'--network': `location.network` cannot be `10.20.0.1/16`. Did you mean `10.20"),
        ({"zone": "europe-west1-b"}, "Invalid value for '--zone'"),
        ({"provider": "static", "project": "acme-prod"}, "'--project': `location.project` is not used here"),
        ({"provider": "oci", "project": "ocid1.tenancy.oc1..a", "edge": "gcp"}, "Invalid value for '--edge'"),
        ({"edge": "gcp"}, "'--tunnel': `edge.tunnel` is not used here. Only `kind: cloudflare` has a tunnel"),
        ({"type": "development", "backups": "gs://shop"}, "'--backups': no node type runs `backup`"),
        ({"name": "a" * 41}, "'--name': `name` has 41 characters, and 40 is the most"),
    ],
)
def test_a_wrong_flag_is_named_in_the_words_of_the_validator(flags: dict[str, str], problem: str) -> None:
    result = _run(**{"name": "acme-prod", **flags})
    assert result.exit_code == 2
    assert problem in result.stderr
    assert list(Path().iterdir()) == []


def test_a_name_that_a_file_cannot_give_is_refused() -> None:
    assert "`name` cannot be `Acme Prod`" in str(_run("Acme Prod.yaml").exception)


@pytest.mark.usefixtures("_at_a_terminal")
def test_a_file_that_is_there_stays() -> None:
    Path("acme-prod.yaml").write_text("mine\n", encoding="utf-8")
    for arguments, typed in ((["acme-prod.yaml"], "shop\n"), ([], "acme-prod\n")):
        result = _run(*arguments, typed=typed)
        assert str(result.exception) == "`acme-prod.yaml` is there already"
        assert "What it is for" not in result.stderr
    assert Path("acme-prod.yaml").read_text(encoding="utf-8") == "mine\n"
    assert _run("--force", "--no-input", name="acme-prod").exit_code == 0
    assert read("acme-prod.yaml", TODAY).diagnostics == ()


def test_warnings_are_shown_beside_what_was_written() -> None:
    result = _run(name="acme-prod", backups="/srv/backups")
    assert result.exit_code == 0
    assert "acme-prod.yaml:" in result.stderr.splitlines()[0]
    assert "warning[" in result.stderr
    assert Path("acme-prod.yaml").exists()


@pytest.mark.usefixtures("_at_a_terminal")
def test_a_person_is_asked_what_no_flag_says() -> None:
    result = _run(url="", typed="acme\nhuge\nsmall\nshop\nhttps://a.example\n" + "\n" * 9)
    assert result.exit_code == 0
    assert "Error: 'huge' is not one of 'small', 'medium', 'large'." in result.stderr
    assert "Error: `application.url` cannot be `shop`. The address that customers open" in result.stderr
    assert "[europe-west1-b, europe-west1-c, europe-west1-d]" in result.stderr
    assert "Project" not in result.stderr
    environment = read("acme.yaml", TODAY).environment
    assert environment
    assert environment.application.url == "https://a.example"
    assert environment.nodes[0].cpus == 4


@pytest.mark.usefixtures("_at_a_terminal")
def test_nobody_is_asked_where_nobody_is() -> None:
    assert "--url" in _run("--no-input", url="", name="acme").stderr


def test_a_real_terminal() -> None:
    flags = [word for pair in FLAGS.items() for word in pair]
    own, screen = pty.openpty()
    with Path("out").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from orogen.cli.main import main; main()", "init", "-", *flags],
            stdin=screen,
            stdout=out,
            stderr=screen,
        )
    os.close(screen)
    os.write(own, b"Acme\nacme-prod\n" + b"\n" * 20)
    shown = b""
    while chunk := _read(own):
        shown += chunk
    os.close(own)
    assert process.wait() == 0
    assert b"`name` cannot be `Acme`" in shown
    assert read("out", TODAY).diagnostics == ()
    assert Path("out").read_text(encoding="utf-8").startswith("# yaml-language-server: ")


def _read(terminal: int) -> bytes:
    # Linux ends a terminal whose last user is gone with an error.
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
