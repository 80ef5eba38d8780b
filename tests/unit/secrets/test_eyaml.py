from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orogen.errors import OrogenError
from orogen.render.hiera import hiera_yaml
from orogen.secrets.eyaml import _for_hiera, _from_hiera, decrypt, encrypt
from orogen.secrets.pair import certificate_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from orogen.contract import Value
    from orogen.secrets.keys import Keys

AWKWARD = {
    "plain": "s3cret",
    "lines": "first\nsecond\r\nthird",
    "ends": "-----END PRIVATE KEY-----\n",
    "two_ends": "a\n\n",
    "return": "a\r",
    "both": "a\r\n",
    "only_end": "\n",
    "interpolated": "100%{facts}%{literal('%')}{x}%%{",
    "quoted": """a'b"c\\d $e ${f} #g""",
    "foreign": "пароль 密码 😀 \u0085 é",
    "scalar": "0644",
    "encrypted": "ENC[PKCS7,notreally]",
    "spaces": "  a  ",
}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.text("%{}()'literal\r\n", min_size=1)


# Each costs 0.1 s: cryptography tests the private key's primes whenever it reads it.
@settings(max_examples=10)
@given(TEXTS)
def test_any_text_comes_back_unchanged(keys: Keys, text: str) -> None:
    assert decrypt(encrypt(text, keys.public_pem), keys) == text


@settings(max_examples=300)
@given(TEXTS)
@example("\n")
@example("a\r")
@example("%{literal('%')}{")
def test_hieras_form_of_any_text_is_undone_by_puppet_and_by_orogen(text: str) -> None:
    assert _read_by_puppet(_for_hiera(text)) == text
    assert _from_hiera(_for_hiera(text)) == text


def _read_by_puppet(text: str) -> str:
    """Do what Puppet's eyaml_lookup_key does with a decrypted text: Ruby's chomp, then Hiera's interpolation."""
    return re.sub(r"%\{([^}]*)\}", _interpolated, re.sub(r"(\r\n|\r|\n)\Z", "", text))


def _interpolated(match: re.Match[str]) -> str:
    literal = re.fullmatch(r"literal\('([^']+)'\)", match[1])
    return literal[1] if literal else ""


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_ciphertext_is_one_line(keys: Keys, text: str) -> None:
    ciphertext = encrypt(text, keys.public_pem)

    assert re.fullmatch(r"ENC\[PKCS7,[A-Za-z0-9+/]+={0,2}\]", ciphertext)


@pytest.mark.parametrize(("text", "message"), [("", "cannot be empty"), ("a\ud800", "no valid Unicode")])
def test_refuses_what_is_no_secret(keys: Keys, text: str, message: str) -> None:
    with pytest.raises(OrogenError, match=message):
        encrypt(text, keys.public_pem)


def test_another_private_key_is_refused(keys: Keys, other_private_pem: bytes) -> None:
    with pytest.raises(OrogenError, match="does not belong to this control repo"):
        decrypt(encrypt("s3cret", keys.public_pem), replace(keys, private_pem=lambda: other_private_pem))


def test_ciphertext_for_another_certificate_is_refused(keys: Keys, other_private_pem: bytes, now: datetime) -> None:
    with pytest.raises(OrogenError, match="encrypted for another key"):
        decrypt(encrypt("s3cret", certificate_of(other_private_pem, now)), keys)


@pytest.mark.parametrize(
    "damage",
    [lambda text: text[:-60] + "]", lambda text: text.replace("M", "?"), lambda _: "ENC[PKCS7,]", lambda _: "s3cret"],
)
def test_damaged_ciphertext_is_refused(keys: Keys, damage: Callable[[str], str]) -> None:
    with pytest.raises(OrogenError, match="cannot be decrypted"):
        decrypt(damage(encrypt("s3cret", keys.public_pem)), keys)


@pytest.mark.parametrize(
    ("pem", "message"),
    [
        (b"", "damaged or asks for a passphrase"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged or asks for a passphrase"),
    ],
)
def test_damaged_private_key_is_refused(keys: Keys, pem: bytes, message: str) -> None:
    with pytest.raises(OrogenError, match=message):
        decrypt(encrypt("s3cret", keys.public_pem), replace(keys, private_pem=lambda: pem))


def test_damaged_certificate_is_refused() -> None:
    with pytest.raises(OrogenError, match="certificate is damaged"):
        encrypt("s3cret", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")


@pytest.fixture
def key_files(tmp_path: Path, keys: Keys) -> tuple[Path, Path]:
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    private.write_bytes(keys.private_pem())
    public.write_bytes(keys.public_pem)
    return private, public


@pytest.mark.skipif(not shutil.which("eyaml"), reason="the eyaml command of hiera-eyaml is not installed")
@pytest.mark.parametrize("name", ["plain", "lines", "quoted", "foreign"])
def test_hiera_eyamls_own_command_decrypts(keys: Keys, key_files: tuple[Path, Path], name: str) -> None:
    private, public = key_files
    options = [f"--pkcs7-private-key={private}", f"--pkcs7-public-key={public}"]
    text = encrypt(AWKWARD[name], keys.public_pem)

    shown = subprocess.run(["eyaml", "decrypt", *options, "-s", text], capture_output=True, check=True)

    assert shown.stdout.decode() == AWKWARD[name] + "\n"


@pytest.mark.skipif(not shutil.which("puppet"), reason="puppet is not installed")
def test_puppets_lookup_gives_every_secret_unchanged(tmp_path: Path, keys: Keys, key_files: tuple[Path, Path]) -> None:
    private, public = key_files
    environment = tmp_path / "environments" / "production"
    environment.mkdir(parents=True)
    data: dict[str, Value] = {name: encrypt(text, keys.public_pem) for name, text in AWKWARD.items()}
    (environment / "secrets.eyaml").write_bytes(hiera_yaml("Test", [("All", {"secrets": data})]))
    (environment / "hiera.yaml").write_text(
        json.dumps(
            {
                "version": 5,
                "hierarchy": [
                    {
                        "name": "Secrets",
                        "lookup_key": "eyaml_lookup_key",
                        "datadir": ".",
                        "path": "secrets.eyaml",
                        "options": {"pkcs7_private_key": str(private), "pkcs7_public_key": str(public)},
                    }
                ],
            }
        )
    )
    folders = [f"--{name}dir={tmp_path / name}" for name in ("conf", "var", "code", "log", "run")]
    command = ["puppet", "lookup", "--render-as", "json", f"--environmentpath={environment.parent}", *folders]
    facts = tmp_path / "facts.json"
    facts.write_text('{"kernel": "Linux"}')

    found = subprocess.run(
        [*command, "--node=test.invalid", f"--facts={facts}", "secrets"], capture_output=True, check=False
    )

    assert found.returncode == 0, found.stderr.decode()
    assert json.loads(found.stdout) == AWKWARD
