from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from orogen.errors import OrogenError
from orogen.secrets.authority import AUTHORITY_VALID, NODE_VALID, issue, new_signer, opened, sealed
from orogen.secrets.eyaml import decrypt, encrypt
from tests.unit.secrets.samples import CACHE, WEB

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from orogen.secrets.authority import Signer
    from orogen.secrets.keys import Keys


@pytest.fixture(scope="module")
def signer(now: datetime) -> Signer:
    return new_signer("acme-prod", now)


def openssl(*arguments: object) -> str:
    shown = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False, text=True)
    return shown.stdout + shown.stderr


@pytest.mark.parametrize("purpose", ["sslserver", "sslclient"])
@pytest.mark.parametrize(
    "check",
    [("-verify_hostname", "web1.acme.internal"), ("-verify_hostname", "localhost"), ("-verify_ip", "10.20.0.11")],
)
def test_openssl_verifies_a_nodes_certificate(
    tmp_path: Path, keys: Keys, signer: Signer, now: datetime, purpose: str, check: tuple[str, str]
) -> None:
    authority, node = tmp_path / "authority.pem", tmp_path / "node.pem"
    authority.write_text(sealed(signer, keys.public_pem).certificate)
    node.write_text(issue(signer, WEB, keys.public_pem, now).certificate)
    at = ("-attime", int(now.timestamp()), "-x509_strict", "-purpose", purpose)

    assert openssl("verify", "-CAfile", authority, *at, *check, node).endswith(": OK\n")
    assert "mismatch" in openssl("verify", "-CAfile", authority, *at, check[0], "10.9.9.9", node)


def test_openssl_refuses_another_environments_certificate(
    tmp_path: Path, keys: Keys, signer: Signer, now: datetime
) -> None:
    authority, node = tmp_path / "authority.pem", tmp_path / "node.pem"
    authority.write_text(sealed(new_signer("acme-prod", now), keys.public_pem).certificate)
    node.write_text(issue(signer, WEB, keys.public_pem, now).certificate)

    assert "verification failed" in openssl("verify", "-CAfile", authority, "-attime", int(now.timestamp()), node)


def test_certificate_and_key_of_a_node(keys: Keys, signer: Signer, now: datetime) -> None:
    issued = issue(signer, WEB, keys.public_pem, now)

    certificate = x509.load_pem_x509_certificate(issued.certificate.encode())
    key = load_pem_private_key(decrypt(issued.private_key, keys).encode(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.public_key() == certificate.public_key()
    assert decrypt(issued.private_key, keys).startswith("-----BEGIN PRIVATE KEY-----\n")
    assert certificate.subject.rfc4514_string() == "CN=web1.acme.internal"
    assert certificate.not_valid_before_utc == now - timedelta(hours=1)
    assert certificate.not_valid_after_utc == issued.not_after == now + NODE_VALID
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert tuple(names.get_values_for_type(x509.DNSName)) == issued.names == WEB.names
    assert tuple(str(each) for each in names.get_values_for_type(x509.IPAddress)) == issued.addresses == WEB.addresses


def test_authority_opens_again_and_signs(keys: Keys, signer: Signer, now: datetime) -> None:
    authority = sealed(signer, keys.public_pem)

    again = opened(authority, keys)

    assert again.certificate == signer.certificate
    assert issue(again, CACHE, keys.public_pem, now).names == CACHE.names
    assert again.certificate.subject.rfc4514_string() == "CN=acme-prod authority"
    assert authority.not_after == now + AUTHORITY_VALID


def test_certificate_never_outlives_its_authority(keys: Keys, signer: Signer, now: datetime) -> None:
    late = now + AUTHORITY_VALID - timedelta(days=10)

    assert issue(signer, WEB, keys.public_pem, late).not_after == now + AUTHORITY_VALID


def test_authority_that_has_ended_signs_nothing(keys: Keys, signer: Signer, now: datetime) -> None:
    with pytest.raises(OrogenError, match="authority has ended on 2036-11-20"):
        issue(signer, WEB, keys.public_pem, now + AUTHORITY_VALID)


@pytest.mark.parametrize("certname", [f"{'a' * 60}.acme", "ü" * 65])
def test_name_too_long_for_a_certificate_is_told(keys: Keys, signer: Signer, now: datetime, certname: str) -> None:
    with pytest.raises(OrogenError, match="65 characters, 64 at most"):
        issue(signer, replace(WEB, certname=certname), keys.public_pem, now)


def test_key_of_another_authority_is_refused(keys: Keys, signer: Signer, now: datetime) -> None:
    other = sealed(new_signer("acme-prod", now), keys.public_pem)
    mixed = replace(sealed(signer, keys.public_pem), private_key=other.private_key)

    with pytest.raises(OrogenError, match="does not belong to its certificate"):
        opened(mixed, keys)


@pytest.mark.parametrize("part", ["certificate", "private_key"])
def test_damaged_authority_is_refused(keys: Keys, signer: Signer, part: str) -> None:
    damage = {"certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n", "private_key": encrypt("AAAA", keys.public_pem)}

    with pytest.raises(OrogenError, match="is damaged"):
        opened(replace(sealed(signer, keys.public_pem), **{part: damage[part]}), keys)
