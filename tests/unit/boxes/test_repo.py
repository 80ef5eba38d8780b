"""The boxes' control repo: rendered as any other, with secrets that open nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from orogen.boxes.layout import CONTROL_REPO, PRIVATE_KEY
from orogen.boxes.repo import render
from orogen.plan.build import plan
from orogen.plan.secrets import wanted
from orogen.repo.tree import LOCK
from orogen.secrets.eyaml import decrypt
from orogen.secrets.keys import VARIABLE, load
from orogen.secrets.store import missing
from orogen.secrets.store_file import read
from tests.unit.boxes.samples import example
from tests.unit.repo.repos import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.contract import Value

PRIVATE_PEM = (Path(__file__).parents[2] / "golden/private_key.pem").read_bytes()
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PLAN = plan(example("development"))
DATA: dict[str, Value] = {"profile::base::manage_kernel": False, "profile::queue::delayed_messages": False}
OVERRIDES = f"overrides/environments/{PLAN.environment.name}.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Render the boxes' control repo, for somebody who has the private key of the real environment at hand."""
    folder = tmp_path_factory.mktemp("boxes")
    real = tmp_path_factory.mktemp("real") / "private_key.pem"
    real.write_text("the real environment's")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(real))
        patch.setattr("orogen.secrets.pair.new_private_key", lambda: PRIVATE_PEM)
        assert render(folder, PLAN, DATA, NOW) == folder / CONTROL_REPO
        yield folder


def test_a_control_repo_with_a_key_and_secrets_of_its_own(folder: Path) -> None:
    root = folder / CONTROL_REPO
    assert (root / "inventory.json").is_file()
    assert (folder / PRIVATE_KEY).read_bytes() == PRIVATE_PEM
    assert not any(b"PRIVATE KEY" in content for content, _ in snapshot(root).values())
    store = read(root, PLAN.environment.name)
    given = [secret for secret in wanted(PLAN) if secret.kind == "given"]
    assert given
    assert missing(store, given) == ()
    keys = load(root)
    assert keys
    for secret in given:
        assert decrypt(store.values[secret.name], keys) == secret.example


def test_what_differs_is_an_override_that_the_next_render_leaves_alone(folder: Path) -> None:
    root = folder / CONTROL_REPO
    assert yaml.safe_load((root / OVERRIDES).read_text()) == DATA
    before = snapshot(root)
    render(folder, PLAN, {}, NOW)
    after = snapshot(root)
    assert not yaml.safe_load((root / OVERRIDES).read_text())
    assert {path for path in before if before[path] != after[path]} == {OVERRIDES}
    assert before.keys() == after.keys() >= {LOCK}
