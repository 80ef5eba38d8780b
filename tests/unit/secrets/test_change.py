from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.secrets.change import Rotation, rotated, with_value
from orogen.secrets.complete import complete
from orogen.secrets.eyaml import decrypt
from orogen.secrets.hiera import authority_certificate
from orogen.secrets.store import Store
from tests.unit.secrets.samples import CACHE, COOKIE, PASSWORD, RELAY, WANTED, WEB

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from orogen.secrets.keys import Keys


@pytest.fixture(scope="module")
def store(keys: Keys, now: datetime) -> Store:
    return complete(Store(environment="acme-prod"), WANTED, [WEB, CACHE], keys, now)


def test_set_value_is_there(store: Store, keys: Keys) -> None:
    changed = with_value(store, RELAY.name, "s3cret", keys)

    assert decrypt(changed.values[RELAY.name], keys) == "s3cret"
    assert replace(changed, values=store.values) == store
    assert changed.values.items() > store.values.items()


def test_same_value_keeps_its_ciphertext(store: Store, keys: Keys) -> None:
    changed = with_value(store, RELAY.name, "s3cret", keys)

    assert with_value(changed, RELAY.name, "s3cret", keys) == changed
    assert with_value(changed, RELAY.name, "other", keys) != changed


def test_value_is_set_without_the_private_key(store: Store, keys: Keys) -> None:
    def refuse() -> bytes:
        raise OrogenError("the private key is not here")

    once = with_value(store, RELAY.name, "s3cret", replace(keys, private_pem=refuse))
    twice = with_value(once, RELAY.name, "s3cret", replace(keys, private_pem=refuse))

    assert decrypt(twice.values[RELAY.name], keys) == "s3cret"


def test_rotated_value_is_new_and_the_others_stay(store: Store, keys: Keys, now: datetime) -> None:
    changed = rotated(store, Rotation(secrets=(PASSWORD,)), keys, now)

    assert decrypt(changed.values[PASSWORD.name], keys) != decrypt(store.values[PASSWORD.name], keys)
    assert changed.values[COOKIE.name] == store.values[COOKIE.name]
    assert replace(changed, values=store.values) == store


def test_new_certificates_are_of_the_same_authority(store: Store, keys: Keys, now: datetime) -> None:
    changed = rotated(store, Rotation(certificates=(WEB, CACHE)), keys, now + timedelta(days=700))

    assert changed.authority == store.authority
    for certname, issued in changed.certificates.items():
        assert issued.not_after == now + timedelta(days=1430)
        assert issued.certificate != store.certificates[certname].certificate
        assert decrypt(issued.private_key, keys) != decrypt(store.certificates[certname].private_key, keys)


def verified(folder: Path, trusted: Store, shown: Store, now: datetime) -> bool:
    (folder / "trusted.pem").write_text(authority_certificate(trusted))
    (folder / "shown.pem").write_text(shown.certificates[WEB.certname].certificate)
    at = ["-attime", str(int(now.timestamp()))]
    command = ["openssl", "verify", *at, "-CAfile", str(folder / "trusted.pem"), str(folder / "shown.pem")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_new_authority_takes_over_while_every_node_is_trusted(
    tmp_path: Path, store: Store, keys: Keys, now: datetime
) -> None:
    announced = rotated(store, Rotation(authority=True), keys, now)
    taken_over = rotated(announced, Rotation(certificates=(WEB, CACHE)), keys, now)

    assert announced.certificates == store.certificates
    assert verified(tmp_path, announced, store, now)
    assert verified(tmp_path, announced, taken_over, now)
    assert verified(tmp_path, taken_over, store, now)
    assert not verified(tmp_path, store, taken_over, now)


def test_authority_before_the_last_one_is_no_longer_trusted(
    tmp_path: Path, store: Store, keys: Keys, now: datetime
) -> None:
    twice = rotated(rotated(store, Rotation(authority=True), keys, now), Rotation(authority=True), keys, now)

    assert not verified(tmp_path, twice, store, now)


def test_authority_and_certificates_at_once_are_a_clean_cut(
    tmp_path: Path, store: Store, keys: Keys, now: datetime
) -> None:
    anew = rotated(store, Rotation(authority=True, certificates=(WEB, CACHE)), keys, now)

    assert anew.values == store.values
    assert not verified(tmp_path, anew, store, now)
    assert not verified(tmp_path, store, anew, now)
    assert verified(tmp_path, anew, anew, now)
