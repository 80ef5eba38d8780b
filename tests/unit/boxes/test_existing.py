"""Boxes of a control repo that is there already: the recovery region's, which says itself what differs in boxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.boxes import existing
from orogen.boxes.layout import CONTROL_REPO, PRIVATE_KEY
from orogen.boxes.up import prepare_existing
from orogen.errors import OrogenError
from orogen.plan.build import plan
from orogen.recovery.control_repo import Wish, recovery_tree, states_of
from orogen.render.hiera import hiera_yaml
from orogen.render.tree import tree
from orogen.repo.write import apply
from orogen.secrets.keys import VARIABLE
from orogen.secrets.provide import provide
from orogen.spec.environment import Packages
from orogen.spec.read import read
from tests.samples import TODAY

if TYPE_CHECKING:
    from orogen.plan.model import Plan

ROOT = Path(__file__).parents[3]
PRIVATE_PEM = (ROOT / "tests/golden/private_key.pem").read_bytes()
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def primary() -> Plan:
    environment = read(str(ROOT / "tests/boxes/recovery/dr.yaml"), TODAY).environment
    assert environment
    return plan(environment)


@pytest.fixture
def recovery_repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Render the primary's control repo, and from it the recovery's, as `make recovery` does."""
    (tmp_path / "key.pem").write_bytes(PRIVATE_PEM)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "key.pem"))
    source, root = tmp_path / "control-repo", tmp_path / "recovery-repo"
    keys, completed = provide(source, [primary()], NOW, keep=True)
    apply(source, tree(completed, keys.public_pem))
    overrides = source / "overrides/environments/dr.yaml"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    overrides.write_bytes(hiera_yaml("dr", [("Boxes", existing.needed(primary(), None)[0])]))
    environments = [primary().environment]
    _, files = recovery_tree(root, source, environments, states_of(root, environments, Wish()), NOW)
    apply(root, files)
    return root


def test_the_recovery_region_runs_as_its_control_repo_has_it(recovery_repo: Path, tmp_path: Path) -> None:
    prepared = prepare_existing(primary(), recovery_repo, None)
    assert prepared.root == recovery_repo
    assert prepared.plan.environment.standby
    assert [node.certname for node in prepared.plan.nodes] == [node.certname for node in primary().nodes]
    assert all(node.address in prepared.plan.environment.location.network for node in prepared.plan.nodes)
    assert prepared.plan.environment.location.region == "graz"
    assert prepared.data["profile::base::manage_kernel"] is False
    boxes = tmp_path / "boxes"
    boxes.mkdir()
    for _ in range(2):
        existing.link(boxes, recovery_repo)
        assert (boxes / CONTROL_REPO / "inventory.json").is_file()
        assert (boxes / PRIVATE_KEY).read_bytes() == PRIVATE_PEM
        assert (boxes / PRIVATE_KEY).stat().st_mode & 0o777 == 0o600


def test_what_stands_by_is_rendered_as_the_shop_for_its_packages(recovery_repo: Path, tmp_path: Path) -> None:
    prepared = prepare_existing(primary(), recovery_repo, None)
    folder = existing.live(recovery_repo, prepared.plan, tmp_path / "live")
    data = "data/environments/dr/environment.yaml"
    said = "profile::backup::active: false"
    assert said in (recovery_repo / data).read_text()
    assert said not in (folder / CONTROL_REPO / data).read_text()
    assert (folder / PRIVATE_KEY).read_bytes() == PRIVATE_PEM


def test_a_control_repo_that_would_manage_this_machines_kernel_is_refused(recovery_repo: Path) -> None:
    found = recovery_repo / "overrides/environments/dr.yaml"
    found.write_text(found.read_text().replace("manage_kernel: false", "manage_kernel: true"))
    with pytest.raises(OrogenError, match="does not set what differs in boxes: profile::base::manage_kernel"):
        prepare_existing(primary(), recovery_repo, None)
    found.unlink()
    with pytest.raises(OrogenError, match="does not set what differs in boxes") as refused:
        prepare_existing(primary(), recovery_repo, None)
    assert "profile::base::manage_kernel: false" in (refused.value.help or "")


def test_a_spec_that_boxes_would_have_to_change_is_refused(recovery_repo: Path) -> None:
    environment = replace(primary().environment, packages=Packages(source="vendor", mirror=None))
    with pytest.raises(OrogenError, match=r"boxes cannot run `dr` as its control repo has it") as refused:
        prepare_existing(plan(environment), recovery_repo, None)
    assert "packages: " in (refused.value.help or "")


def test_a_folder_without_secrets_is_no_control_repo(tmp_path: Path) -> None:
    with pytest.raises(OrogenError, match="is no control repo with secrets"):
        existing.link(tmp_path, tmp_path)
