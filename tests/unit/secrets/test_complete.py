from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.secrets.complete import complete
from orogen.secrets.eyaml import decrypt
from orogen.secrets.keys import Keys
from orogen.secrets.store import Store, expiring, missing, path
from orogen.secrets.text import content
from tests.unit.secrets.samples import CACHE, COOKIE, PASSWORD, RELAY, WANTED, WEB

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from orogen.plan.model import Certificate

EMPTY = Store(environment="acme-prod")


@pytest.fixture(scope="module")
def store(keys: Keys, now: datetime) -> Store:
    return complete(EMPTY, WANTED, [WEB, CACHE], keys, now)


def refuse() -> bytes:
    raise OrogenError("the private key is not here")


def test_generated_secrets_are_created_and_given_ones_are_not(store: Store, keys: Keys) -> None:
    password, cookie = (decrypt(store.values[secret.name], keys) for secret in (PASSWORD, COOKIE))

    assert set(store.values) == {PASSWORD.name, COOKIE.name}
    assert (len(password), len(cookie)) == (32, 64)
    assert (password + cookie).isalnum()
    assert (password + cookie).isascii()
    assert missing(store, WANTED) == (RELAY,)


def test_every_secret_is_another_one(keys: Keys, now: datetime, store: Store) -> None:
    again = complete(EMPTY, WANTED, [], keys, now)

    assert decrypt(again.values[PASSWORD.name], keys) != decrypt(store.values[PASSWORD.name], keys)
    assert decrypt(again.values[PASSWORD.name], keys) != decrypt(again.values[COOKIE.name], keys)[:32]


def test_complete_store_stays_as_it_is_without_the_private_key(store: Store, keys: Keys, now: datetime) -> None:
    again = complete(store, WANTED, [WEB, CACHE], Keys(keys.public_pem, refuse), now + timedelta(days=900))

    assert again == store


def test_complete_store_needs_no_cryptography(tmp_path: Path, store: Store) -> None:
    file = tmp_path / path(store.environment)
    file.parent.mkdir(parents=True)
    file.write_bytes(content(store))
    script = f"""
import sys
from datetime import datetime, UTC
from pathlib import Path
from orogen.secrets.complete import complete
from orogen.secrets.hiera import authority_certificate, hiera_secrets, node_secrets
from orogen.secrets.keys import Keys, load
from orogen.secrets.store_file import read
from orogen.secrets.text import content
from tests.unit.secrets.samples import CACHE, WANTED, WEB
store = read(Path({str(tmp_path)!r}), "acme-prod")
assert complete(store, WANTED, [WEB, CACHE], Keys(b"", bytes), datetime.now(UTC)) == store
assert "cryptography" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_new_secret_leaves_the_others(store: Store, keys: Keys, now: datetime) -> None:
    more = replace(PASSWORD, name="more")

    again = complete(store, [*WANTED, more], [WEB, CACHE], keys, now)

    assert {name: value for name, value in again.values.items() if name != "more"} == store.values
    assert len(decrypt(again.values["more"], keys)) == PASSWORD.length


def test_value_that_is_no_longer_wanted_is_kept(store: Store, keys: Keys, now: datetime) -> None:
    assert complete(store, [], [WEB, CACHE], keys, now).values == store.values


def test_new_node_gets_a_certificate_of_the_same_authority(store: Store, keys: Keys, now: datetime) -> None:
    files = replace(CACHE, certname="files1.acme.internal")

    again = complete(store, WANTED, [WEB, CACHE, files], keys, now)

    assert again.authority == store.authority
    assert set(again.certificates) == {WEB.certname, CACHE.certname, files.certname}
    assert again.certificates[WEB.certname] == store.certificates[WEB.certname]


def test_new_node_needs_the_private_key(store: Store, keys: Keys, now: datetime) -> None:
    files = replace(CACHE, certname="files1.acme.internal")

    with pytest.raises(OrogenError, match="private key is not here"):
        complete(store, WANTED, [WEB, CACHE, files], Keys(keys.public_pem, refuse), now)


@pytest.mark.parametrize(
    "changed",
    [replace(WEB, names=("web1.acme.internal",)), replace(WEB, addresses=("10.20.0.12", "127.0.0.1"))],
    ids=["names", "addresses"],
)
def test_changed_node_gets_a_new_certificate_and_key(
    store: Store, keys: Keys, now: datetime, changed: Certificate
) -> None:
    again = complete(store, WANTED, [changed, CACHE], keys, now)

    old, new = store.certificates[WEB.certname], again.certificates[WEB.certname]
    assert (new.names, new.addresses) == (changed.names, changed.addresses)
    assert decrypt(new.private_key, keys) != decrypt(old.private_key, keys)
    assert again.certificates[CACHE.certname] == store.certificates[CACHE.certname]


def test_certificate_goes_with_its_node(store: Store, keys: Keys, now: datetime) -> None:
    again = complete(store, WANTED, [WEB], keys, now)

    assert again.certificates == {WEB.certname: store.certificates[WEB.certname]}
    assert again.authority == store.authority


def test_no_node_wants_a_certificate_so_there_is_no_authority(keys: Keys, now: datetime) -> None:
    assert complete(EMPTY, WANTED, [], keys, now).authority is None


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, ()),
        (669, ()),
        (670, ("cache1.acme.internal", "web1.acme.internal")),
        (800, ("cache1.acme.internal", "web1.acme.internal")),
        (3590, ("cache1.acme.internal", "web1.acme.internal", "acme-prod authority")),
    ],
)
def test_certificates_that_end_soon_are_told(store: Store, now: datetime, days: int, told: tuple[str, ...]) -> None:
    ending = expiring(store, now + timedelta(days=days))

    assert tuple(name for name, _ in ending) == told
    assert all(at == now + timedelta(days=730) for name, at in ending if name.endswith(".internal"))
