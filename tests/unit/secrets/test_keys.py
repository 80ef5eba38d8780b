from __future__ import annotations

import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.secrets.eyaml import decrypt, encrypt
from orogen.secrets.keys import PUBLIC_KEY, create, forgotten, load, private_key_path

if TYPE_CHECKING:
    from datetime import datetime

    from orogen.secrets.keys import Keys

TORN = b"-----BEGIN CERTIFICATE-----\nMIIDs\n-----END CERTIFICATE-----\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def put_certificate(root: Path, pem: bytes) -> None:
    (root / PUBLIC_KEY).parent.mkdir(parents=True, exist_ok=True)
    (root / PUBLIC_KEY).write_bytes(pem)


@pytest.mark.usefixtures("quick_keys")
def test_created_keys_decrypt_what_they_encrypt_once_loaded_again(tmp_path: Path, home: Path, now: datetime) -> None:
    root = tmp_path / "repo"

    created = create(root, now)

    assert not root.exists()
    put_certificate(root, created.public_pem)
    loaded = load(root)
    assert loaded
    assert decrypt(encrypt("s3cret", created.public_pem), loaded) == "s3cret"
    assert private_key_path(root, created.public_pem).is_relative_to(home / ".config" / "orogen" / "keys")


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("named", [True, False])
def test_only_the_user_may_read_the_private_key(
    tmp_path: Path, home: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    if named:
        monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(home / "new" / "key.pem"))

    path = private_key_path(tmp_path / "repo", create(tmp_path / "repo", now).public_pem)

    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


@pytest.mark.usefixtures("home")
def test_name_of_the_private_key_is_the_certificates_fingerprint(tmp_path: Path, keys: Keys) -> None:
    shown = subprocess.run(
        ["openssl", "x509", "-noout", "-fingerprint", "-sha256"], input=keys.public_pem, capture_output=True, check=True
    )
    fingerprint = shown.stdout.decode().partition("=")[2].replace(":", "").lower()

    assert private_key_path(tmp_path / "repo", keys.public_pem).name == f"{fingerprint[:16]}.pem"


@pytest.mark.usefixtures("home", "quick_keys")
def test_configuration_folder_of_the_user_is_honoured(
    tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    assert private_key_path(tmp_path / "repo", keys.public_pem).parent == tmp_path / "config" / "orogen" / "keys"


@pytest.mark.usefixtures("home")
def test_relative_configuration_folder_is_ignored(
    tmp_path: Path, home: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "config")

    assert private_key_path(tmp_path / "repo", keys.public_pem).is_relative_to(home)


@pytest.mark.parametrize("variable", ["OROGEN_PRIVATE_KEY", "XDG_CONFIG_HOME", "HOME"])
@pytest.mark.usefixtures("home", "quick_keys")
def test_private_key_inside_the_repo_is_refused(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    monkeypatch.setenv(variable, str(root / "config"))

    with pytest.raises(OrogenError, match="inside the control repo"):
        create(root, now)
    assert not list(root.iterdir())


@pytest.mark.usefixtures("home", "quick_keys")
def test_private_key_inside_the_repo_by_a_link_is_refused(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "repo")
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(tmp_path / "elsewhere" / "key.pem"))

    with pytest.raises(OrogenError, match="inside the control repo"):
        create(tmp_path / "repo", now)


@pytest.mark.usefixtures("home")
def test_private_key_that_exists_is_taken_and_not_written(
    tmp_path: Path, now: datetime, other_private_pem: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(other_private_pem)
    path.chmod(0o400)
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(path))

    created = create(tmp_path / "repo", now)

    assert path.read_bytes() == other_private_pem
    assert decrypt(encrypt("s3cret", created.public_pem), created) == "s3cret"


@pytest.mark.usefixtures("home", "quick_keys")
def test_private_key_is_never_overwritten(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    # A link to nowhere does not exist, and yet may not be written through.
    path = tmp_path / "key.pem"
    path.symlink_to(tmp_path / "target.pem")
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(path))

    with pytest.raises(OrogenError, match="cannot be written: File exists"):
        create(tmp_path / "repo", now)
    assert not (tmp_path / "target.pem").exists()


@pytest.mark.usefixtures("home")
def test_secrets_without_their_certificate_are_refused(tmp_path: Path) -> None:
    (tmp_path / ".orogen" / "secrets").mkdir(parents=True)
    (tmp_path / ".orogen" / "secrets" / "acme.yaml").touch()

    with pytest.raises(OrogenError, match=r"public_key\.pkcs7\.pem is gone"):
        load(tmp_path)


@pytest.mark.usefixtures("home")
def test_repo_without_a_certificate_has_no_keys(tmp_path: Path) -> None:
    assert load(tmp_path / "absent") is None


@pytest.mark.usefixtures("quick_keys")
def test_forgotten_keys_are_written_nowhere(tmp_path: Path, home: Path, now: datetime) -> None:
    keys = forgotten(now)

    assert decrypt(encrypt("s3cret", keys.public_pem), keys) == "s3cret"
    assert not home.exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", [b"", b"-----BEGIN CERTIFICATE-----", b"\xff\x00", b"ssh-ed25519 AAAA", TORN])
def test_damaged_certificate_is_refused(tmp_path: Path, damage: bytes) -> None:
    put_certificate(tmp_path, damage)

    with pytest.raises(OrogenError, match="is no PEM certificate"):
        load(tmp_path)


def test_certificate_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / PUBLIC_KEY).mkdir(parents=True)

    with pytest.raises(OrogenError, match="cannot be read: Is a directory"):
        load(tmp_path)


@pytest.mark.usefixtures("home")
def test_missing_private_key_is_told_only_when_it_is_needed(tmp_path: Path, keys: Keys) -> None:
    put_certificate(tmp_path / "repo", keys.public_pem)

    loaded = load(tmp_path / "repo")

    assert loaded
    ciphertext = encrypt("s3cret", loaded.public_pem)
    with pytest.raises(OrogenError, match="cannot be read: No such file") as told:
        decrypt(ciphertext, loaded)
    assert "OROGEN_PRIVATE_KEY" in told.value.help


@pytest.mark.usefixtures("quick_keys")
def test_private_key_that_breaks_off_is_taken_away_again(
    tmp_path: Path, home: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OrogenError, match="cannot be written: No space left on device"):
        create(tmp_path / "repo", now)
    assert not [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("quick_keys")
def test_home_that_cannot_be_written_is_told(tmp_path: Path, home: Path, now: datetime) -> None:
    home.write_text("a file")

    with pytest.raises(OrogenError, match="cannot be written: Not a directory"):
        create(tmp_path / "repo", now)


@pytest.mark.usefixtures("home")
def test_no_home_at_all_is_told(tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)

    with pytest.raises(OrogenError, match="no home folder"):
        private_key_path(tmp_path, keys.public_pem)
