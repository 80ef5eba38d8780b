"""The README's terminal session and spec are real: what it shows is what orogen says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
SPEC = (ROOT / "examples/acme-prod.yaml").read_text()


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Give a function that runs orogen in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(tmp_path / "key.pem"))

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["orogen", *arguments])
        return run(), capsys.readouterr().out

    return call


def test_the_refusal_is_what_orogen_says(said: Callable[..., tuple[int, str]]) -> None:
    Path("shop.yaml").write_text(re.sub(r"(witness: \{count: )1", r"\g<1>2", SPEC))
    code, out = said("validate", "shop.yaml")
    assert code == 1
    assert f"$ orogen validate shop.yaml\n{out}```" in README


def test_the_render_is_what_orogen_says(said: Callable[..., tuple[int, str]]) -> None:
    Path("shop.yaml").write_text(SPEC)
    code, out = said("render", "shop.yaml")
    assert code == 0
    assert f"$ orogen render shop.yaml\n{out}" in README


def test_the_spec_is_a_whole_one(said: Callable[..., tuple[int, str]]) -> None:
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found
    Path("shop.yaml").write_text(found[1])
    assert said("validate", "shop.yaml")[0] == 0


def test_every_command_is_named() -> None:
    for command in ("validate", "render", "verify", "secrets"):
        assert f"orogen {command}" in README
