"""The recovery region opens what the primary encrypted, and has certificates of its own from the same authority."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.plan.build import plan
from orogen.recovery.control_repo import Wish, recovery_tree, states_of
from orogen.recovery.environment import recovered
from orogen.recovery.secrets import provide, taken_over
from orogen.render.tree import tree
from orogen.repo.write import apply
from orogen.secrets.eyaml import decrypt
from orogen.secrets.keys import load
from orogen.secrets.provide import provide as provide_own
from orogen.secrets.store_file import read
from tests.unit.recovery.test_environment import of_example

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.secrets.store import Store

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ENVIRONMENT = of_example()
NAME = ENVIRONMENT.name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with both control repos."""
    folder = tmp_path_factory.mktemp("regions")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OROGEN_PRIVATE_KEY", str(folder / "key.pem"))
        keys, completed = provide_own(folder / "control-repo", [plan(ENVIRONMENT)], NOW, keep=True)
        apply(folder / "control-repo", tree(completed, keys.public_pem))
        states = states_of(folder / "recovery-repo", [ENVIRONMENT], Wish())
        _, files = recovery_tree(folder / "recovery-repo", folder / "control-repo", [ENVIRONMENT], states, NOW)
        apply(folder / "recovery-repo", files)
    return folder


@pytest.fixture
def stores(folder: Path) -> tuple[Store, Store]:
    return read(folder / "control-repo", NAME), read(folder / "recovery-repo", NAME)


def test_every_secret_is_the_primarys_to_the_byte(stores: tuple[Store, Store], folder: Path) -> None:
    here, there = stores
    assert there.values == here.values
    assert there.authority == here.authority
    public = ".orogen/public_key.pkcs7.pem"
    assert (folder / "recovery-repo" / public).read_bytes() == (folder / "control-repo" / public).read_bytes()
    hiera = f"data/environments/{NAME}/secrets.eyaml"
    assert (folder / "recovery-repo" / hiera).read_bytes() == (folder / "control-repo" / hiera).read_bytes()


def test_the_primarys_key_opens_what_is_there(
    stores: tuple[Store, Store], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(folder / "key.pem"))
    keys = load(folder / "recovery-repo")
    assert keys
    for ciphertext in (
        stores[1].values["database-password"],
        stores[1].certificates[f"web1.{NAME}.internal"].private_key,
    ):
        assert decrypt(ciphertext, keys)


def test_nodes_have_other_certificates_under_the_same_names(stores: tuple[Store, Store]) -> None:
    here, there = stores
    assert here.certificates.keys() == there.certificates.keys()
    for certname, issued in there.certificates.items():
        assert issued.certificate != here.certificates[certname].certificate
        assert issued.names == here.certificates[certname].names
        assert any(address.startswith("10.120.") for address in issued.addresses)


def test_certificates_that_stand_are_kept_until_shortly_before_their_end(stores: tuple[Store, Store]) -> None:
    here, there = stores
    assert taken_over(here, there, NOW).certificates == there.certificates
    assert taken_over(here, there, NOW + timedelta(days=700)).certificates == {}


def test_another_authority_of_the_primary_has_them_made_anew(stores: tuple[Store, Store]) -> None:
    here, there = stores
    assert here.authority
    other = replace(here, authority=replace(here.authority, certificate="another"))
    assert taken_over(other, there, NOW) == replace(other, certificates={})


def test_nothing_is_made_up_where_the_primary_has_nothing(tmp_path: Path, folder: Path) -> None:
    plans = [plan(recovered(ENVIRONMENT))]
    with pytest.raises(OrogenError, match="no control repo with secrets"):
        provide(tmp_path / "there", tmp_path / "here", plans, NOW)
    other = [plan(recovered(replace(ENVIRONMENT, name="other")))]
    with pytest.raises(OrogenError, match="secrets of `other` are not in"):
        provide(tmp_path / "there", folder / "control-repo", other, NOW)
