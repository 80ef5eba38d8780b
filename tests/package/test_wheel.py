"""An installed orogen works in any folder, with no checkout beside it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist from a clean export and the wheel from the sdist, as a release does."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


def test_the_wheel_holds_the_data_and_no_tests(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "orogen/_data/schemas/environment.schema.json" in names
    assert "orogen/_data/templates/puppet/hiera.yaml" in names
    assert "orogen/_data/hieradata/common.yaml" in names
    assert "orogen/verify/compile.rb" in names
    assert "orogen/verify/compile/secrets.rb" in names
    assert "orogen/verify/facts/debian-13.json" in names
    assert "orogen/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "examples/")) or name.endswith(".pyc")]


def test_the_sdist_builds_what_it_tests(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "LICENSE", "README.md", "examples/acme-prod.yaml", "tests/conftest.py"} <= names


def test_the_installed_wheel_renders_in_an_empty_folder(distributions: Path, tmp_path: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    run(tmp_path / "venv/bin/pip", "install", "--quiet", wheel, cwd=tmp_path)
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "spec.yaml").write_text((ROOT / "examples/development.yaml").read_text())
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    run(tmp_path / "venv/bin/orogen", "render", "spec.yaml", "-o", "repo", cwd=folder, env=environment)
    assert (folder / "repo/inventory.json").is_file()
    assert (folder / "repo/site-modules/profile/manifests/web.pp").is_file()
