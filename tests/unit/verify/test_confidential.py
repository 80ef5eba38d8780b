"""What stands for secrets where there is no private key, and who is given which."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from orogen.errors import OrogenError
from orogen.verify.confidential import key_pair, stood_in

if TYPE_CHECKING:
    from pathlib import Path

FILE = "data/environments/alpha/secrets.eyaml"
TEXT = """\
---
# a comment
profile::a::password: ENC[PKCS7,MIIBaa==]
profile::a::folded: >
  ENC[PKCS7,MIIB
  bb==]
profile::a::nested: {one: 'x ENC[PKCS7,MIIBcc] and ENC[PKCS7,MIIBdd]', two: plain}
profile::certificates::private_key: ENC[PKCS7,MIIBee]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(TEXT)
    return tmp_path


def test_each_ciphertext_has_a_placeholder_of_its_own(root: Path) -> None:
    data = yaml.safe_load(stood_in(root).files[FILE])
    assert data["profile::a::password"].startswith("placeholder-")
    assert data["profile::a::folded"].startswith("placeholder-")
    first, second = data["profile::a::nested"]["one"].removeprefix("x ").split(" and ")
    assert len({data["profile::a::password"], data["profile::a::folded"], first, second}) == 4
    assert data["profile::a::nested"]["two"] == "plain"


def test_a_private_key_has_the_form_of_one(root: Path) -> None:
    pem = yaml.safe_load(stood_in(root).files[FILE])["profile::certificates::private_key"]
    assert pem.startswith("-----BEGIN PRIVATE KEY-----\n")
    assert pem.endswith("\n-----END PRIVATE KEY-----\n")


def test_lines_stay_where_they_are(root: Path) -> None:
    before, after = TEXT.splitlines(), stood_in(root).files[FILE].splitlines()
    assert [line.partition(":: ")[0].split(": ")[0] for line in before if line.startswith("profile")] == [
        after[number].split(": ")[0] for number, line in enumerate(before) if line.startswith("profile")
    ]


def test_no_ciphertext_is_left_and_placeholders_are_stable(root: Path) -> None:
    once, again = stood_in(root), stood_in(root)
    assert "ENC[" not in json.dumps(dict(once.files))
    assert once.files == again.files


def test_a_node_is_checked_for_the_secrets_it_reads(root: Path) -> None:
    found = stood_in(root).read_by([FILE, "data/common.yaml"])
    names = [secret["name"] for secret in found]
    assert names == [
        "profile::a::password",
        "profile::a::folded",
        "profile::a::nested.one",
        "profile::a::nested.one",
        "profile::certificates::private_key",
    ]
    assert all(secret["value"] in stood_in(root).files[FILE] for secret in found[:4])


def test_a_file_that_is_no_yaml_is_left_to_puppet(root: Path) -> None:
    (root / FILE).write_text("a: [ENC[PKCS7,MIIB]\nb: {")
    assert stood_in(root).files[FILE] == "a: [ENC[PKCS7,MIIB]\nb: {"


def test_a_repo_without_keys_has_no_pair(root: Path) -> None:
    assert key_pair(root, None) is None


def test_a_named_key_for_a_repo_without_keys_is_an_error(root: Path, tmp_path: Path) -> None:
    with pytest.raises(OrogenError, match=r"has no \.orogen/public_key"):
        key_pair(root, tmp_path / "private.pem")


def test_secrets_are_not_in_a_traceback(root: Path) -> None:
    assert "placeholder" not in repr(stood_in(root).secrets)
