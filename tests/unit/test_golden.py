"""A control repo that is checked in, byte for byte: a change of orogen shows in its diff what it does to users.

Its private key lies beside it, which is right only because it protects nothing. `make golden` rewrites it.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.plan.build import plan
from orogen.render.tree import tree
from orogen.repo.write import apply, plan_changes
from orogen.secrets.provide import provide
from orogen.spec.read import read
from tests.samples import TODAY

if TYPE_CHECKING:
    from orogen.repo.changes import Changes
    from orogen.repo.tree import Tree

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden/control-repo"
KEY = ROOT / "tests/golden/private_key.pem"
SPEC = ROOT / "examples/acme-prod.yaml"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _golden_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(KEY))


def rendered(root: Path) -> Tree:
    environment = read(str(SPEC), TODAY).environment
    assert environment is not None
    keys, completed = provide(root, [plan(environment)], NOW, keep=True)
    return tree(completed, keys.public_pem)


def differing(changes: Changes) -> list[str]:
    return [change.path for change in changes.differing]


def test_the_rendered_control_repo_is_the_golden_one(update: bool) -> None:
    files = rendered(GOLDEN)
    if update:
        apply(GOLDEN, files, force=True)
    assert differing(plan_changes(GOLDEN, files)) == []


def test_nothing_else_lies_in_the_golden_control_repo() -> None:
    on_disk = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    assert on_disk == {*rendered(GOLDEN), ".orogen/lock.json"}


def test_a_second_render_changes_no_byte_and_touches_no_file(tmp_path: Path) -> None:
    root = tmp_path / "control-repo"
    shutil.copytree(GOLDEN, root)
    before = {path: path.stat() for path in root.rglob("*")}
    apply(root, rendered(root))
    after = {path: path.stat() for path in root.rglob("*")}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in before.items()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in after.items()
    }


def test_a_fresh_render_differs_from_the_golden_one_in_secrets_alone(tmp_path: Path) -> None:
    fresh = rendered(tmp_path / "control-repo")
    golden = rendered(GOLDEN)
    assert fresh.keys() == golden.keys()
    differ = {path for path in fresh if fresh[path].content != golden[path].content}
    assert all(path.endswith(".eyaml") or "/environment.yaml" in path or ".orogen/" in path for path in differ)
