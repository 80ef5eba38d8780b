from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.secrets.store import Store, path
from orogen.secrets.store_file import read, update
from orogen.secrets.text import content

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

STORE = Store(environment="acme-prod", values={"database-password": "ENC[PKCS7,QUJD]"})


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(data)


def test_place_of_a_store() -> None:
    assert path("acme-prod") == ".orogen/secrets/acme-prod.yaml"


def test_written_store_is_read(tmp_path: Path) -> None:
    write(tmp_path / path("acme-prod"), content(STORE))

    assert read(tmp_path, "acme-prod") == STORE


def test_no_file_is_an_empty_store(tmp_path: Path) -> None:
    assert read(tmp_path / "absent", "acme-prod") == Store(environment="acme-prod")


def test_another_environments_store_is_refused(tmp_path: Path) -> None:
    write(tmp_path / path("other"), content(STORE))

    with pytest.raises(OrogenError, match="holds the secrets of acme-prod, not of other"):
        read(tmp_path, "other")


def test_damaged_store_is_told_with_its_path(tmp_path: Path) -> None:
    write(tmp_path / path("acme-prod"), b"- a\n")

    with pytest.raises(OrogenError) as error:
        read(tmp_path, "acme-prod")
    assert str(error.value).startswith(f"{tmp_path / path('acme-prod')}:1: a mapping")


def test_store_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / path("acme-prod")).mkdir(parents=True)

    with pytest.raises(OrogenError, match="cannot be read: Is a directory"):
        read(tmp_path, "acme-prod")


@pytest.mark.usefixtures("home", "quick_keys")
def test_write_that_was_cut_off_is_finished_before_the_next_change(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(_: Path) -> None:
        raise OSError(5, "Input/output error")

    root = tmp_path / "repo"
    update(root, "acme-prod", now, lambda store, _: store)
    with monkeypatch.context() as patch:
        patch.setattr("orogen.repo.journal._finish", cut_off)
        with pytest.raises(OrogenError, match="Input/output error"):
            update(root, "acme-prod", now, lambda *_: STORE)
    found = []

    update(root, "acme-prod", now, lambda store, _: found.append(store) or store)

    assert found == [STORE]
