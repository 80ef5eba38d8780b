from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.errors import OrogenError
from orogen.secrets.change import Rotation, rotated, with_value
from orogen.secrets.complete import complete
from orogen.secrets.store import Authority, Issued, Store
from orogen.secrets.text import content, parse
from tests.unit.secrets.samples import CACHE, PASSWORD, WEB

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.secrets.keys import Keys

PEM = "-----BEGIN CERTIFICATE-----\nTUlJ\nQ==\n-----END CERTIFICATE-----\n"
END = datetime(2028, 11, 22, 9, 30, tzinfo=UTC)
ISSUED = Issued(
    certificate=PEM, private_key="ENC[PKCS7,QUJD]", names=("web1", "web1.acme"), addresses=("10.0.0.1",), not_after=END
)
AUTHORITY = Authority(certificate=PEM, private_key="ENC[PKCS7,QUI=]", not_after=END)
STORE = Store(
    environment="acme-prod",
    values={"queue-cookie": "ENC[PKCS7,QUJDRA==]", "database-password": "ENC[PKCS7,QUJD]"},
    authority=AUTHORITY,
    certificates={"web2.acme": ISSUED, "web1.acme": replace(ISSUED, names=(), addresses=())},
)
TEXT = """\
# The secrets of acme-prod, encrypted. Written by orogen: use `orogen secrets set`, `list` and `rotate`.
---

# The form of this file, and the environment that it belongs to.
environment: acme-prod
format: "1"

# Name and ciphertext of each secret.
values:
  database-password: "ENC[PKCS7,QUJD]"
  queue-cookie: "ENC[PKCS7,QUJDRA==]"

# What signs the certificates below.
authority:
  certificate: |
    -----BEGIN CERTIFICATE-----
    TUlJ
    Q==
    -----END CERTIFICATE-----
  private_key: "ENC[PKCS7,QUI=]"
  not_after: "2028-11-22T09:30:00Z"

# Each node's certificate, and its private key as ciphertext.
certificates:
  web1.acme:
    certificate: |
      -----BEGIN CERTIFICATE-----
      TUlJ
      Q==
      -----END CERTIFICATE-----
    private_key: "ENC[PKCS7,QUJD]"
    names: []
    addresses: []
    not_after: "2028-11-22T09:30:00Z"
  web2.acme:
    certificate: |
      -----BEGIN CERTIFICATE-----
      TUlJ
      Q==
      -----END CERTIFICATE-----
    private_key: "ENC[PKCS7,QUJD]"
    names:
      - web1
      - web1.acme
    addresses:
      - "10.0.0.1"
    not_after: "2028-11-22T09:30:00Z"
"""


def test_file_of_a_store() -> None:
    assert content(STORE).decode() == TEXT


@pytest.mark.parametrize(
    "store",
    [
        STORE,
        Store(environment="acme-prod"),
        Store(environment="no"),
        replace(STORE, authority=replace(AUTHORITY, previous=PEM)),
    ],
)
def test_what_is_written_is_read_back(store: Store) -> None:
    assert parse(content(store), "store.yaml") == store


def test_real_store_is_read_back(keys: Keys, now: datetime) -> None:
    made = complete(Store(environment="acme-prod"), [PASSWORD], [WEB, CACHE], keys, now)
    store = rotated(made, Rotation(authority=True), keys, now + timedelta(seconds=1))

    assert parse(content(store), "store.yaml") == store


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (("environment: acme-prod", "environment: a\nenvironment: b"), "6: `environment` stands here twice"),
        (("  queue-cookie:", "  database-password:"), "11: `database-password` stands here twice"),
        (("environment: acme-prod\n", ""), "5: `environment` is missing"),
        (("environment: acme-prod\n", "environment: []\n"), "5: a text should stand here"),
        (('"1"', '"2"'), "6: another version of orogen wrote this file"),
        (("values:", "value:"), "5: `values` is missing"),
        (("  queue-cookie:", "  queue-cookie"), "13: not YAML: "),
        (('"ENC[PKCS7,QUJDRA==]"', "s3cret"), "11: this is no ENC[PKCS7,...]"),
        (('"ENC[PKCS7,QUJDRA==]"', ""), "11: a text should stand here"),
        (("    TUlJ\n    Q==\n    -----END", "    TUlJ\n    ?\n    -----END"), "15: this is no PEM certificate"),
        (("2028-11-22T09:30:00Z", "soon"), "21: this is no time such as 2027-01-31T12:00:00Z"),
        (("names: []", "names: {}"), "32: a list should stand here"),
        (("names: []\n", "name: []\n"), "26: `names` is missing"),
        (("addresses: []\n", "addresses: []\n    more: 1\n"), "34: `more` does not belong here"),
        (("certificates:\n", "certificates: []\nrest:\n"), "25: `rest` does not belong here"),
        (("# Name", "<<<<<<< HEAD\n# Name"), "8: a merge of two branches stopped here"),
        (("# Name", "a\0b\n# Name"), "1: not YAML: "),
        ((TEXT, ""), "1: the file is empty"),
        ((TEXT, "- a\n"), "1: a mapping should stand here"),
    ],
)
def test_damage_is_told_with_its_line(damage: tuple[str, str], told: str) -> None:
    assert damage[0] in TEXT
    with pytest.raises(OrogenError) as error:
        parse(TEXT.replace(*damage, 1).encode(), "store.yaml")
    assert str(error.value).startswith(f"store.yaml:{told}")
    assert error.value.help


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(OrogenError, match=r"store\.yaml:5: not UTF-8 text"):
        parse(TEXT.encode().replace(b"acme-prod\n", b"acme-\xff\n"), "store.yaml")


@settings(max_examples=100)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.binary(max_size=8))
def test_any_damage_is_told_or_does_no_harm(start: int, length: int, replacement: bytes) -> None:
    data = TEXT.encode()
    try:
        store = parse(data[:start] + replacement + data[start + length :], "store.yaml")
    except OrogenError:
        return
    assert parse(content(store), "store.yaml") == store


@pytest.mark.skipif(not shutil.which("eyaml"), reason="the eyaml command of hiera-eyaml is not installed")
def test_hiera_eyaml_decrypts_the_whole_file(tmp_path: Path, keys: Keys, now: datetime) -> None:
    store = with_value(complete(Store(environment="acme-prod"), [], [WEB], keys, now), "smtp-password", "s3cret", keys)
    for name, data in (("private", keys.private_pem()), ("public", keys.public_pem), ("store", content(store))):
        (tmp_path / name).write_bytes(data)
    options = [f"--pkcs7-{name}-key={tmp_path / name}" for name in ("private", "public")]

    shown = subprocess.run(
        ["eyaml", "decrypt", *options, "-e", str(tmp_path / "store")], capture_output=True, check=True, text=True
    )

    assert "::PKCS7[s3cret]!" in shown.stdout
    assert shown.stdout.count("::PKCS7[-----BEGIN PRIVATE KEY-----\n") == 2
