"""The key pair of a control repo: its certificate stands in the repo, its private key never does."""

from __future__ import annotations

import os
import re
from binascii import a2b_base64
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

PUBLIC_KEY = ".orogen/public_key.pkcs7.pem"
SECRETS = ".orogen/secrets"
VARIABLE = "OROGEN_PRIVATE_KEY"
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*")


@dataclass(frozen=True, slots=True)
class Keys:
    """What encrypts and what decrypts: hiera-eyaml's certificate, and a way to the private key that belongs to it.

    `private_pem` reads the key when it is called, and raises OrogenError when it cannot: most renders never call it.
    """

    public_pem: bytes
    private_pem: Callable[[], bytes]


def load(root: Path) -> Keys | None:
    """Give the key pair of this control repo; None when it has none yet.

    Raises OrogenError, also when the repo holds secrets without a key pair: a new one could not decrypt them.
    """
    path = root / PUBLIC_KEY
    try:
        public_pem = path.read_bytes()
    except FileNotFoundError:
        _refuse_orphans(root)
        return None
    except OSError as error:
        raise OrogenError(f"{path} cannot be read: {error.strerror}") from error
    try:
        _der(public_pem)
    except ValueError as error:
        raise OrogenError(f"{path} is no PEM certificate", help="Restore it from version control.") from error
    return Keys(public_pem, partial(_read_private, root, public_pem))


def create(root: Path, now: datetime) -> Keys:
    """Make a key pair and write its private key outside the repo; the caller puts `public_pem` at `PUBLIC_KEY`.

    A private key that `OROGEN_PRIVATE_KEY` names already is taken as it is. Nothing is ever overwritten. Raises
    OrogenError.
    """
    from orogen.secrets.pair import certificate_of, new_private_key

    named = _named(root)
    if named and named.exists():
        public_pem = certificate_of(_read(named), now)
    else:
        private_pem = new_private_key()
        public_pem = certificate_of(private_pem, now)
        _write(named or _default(root, public_pem), private_pem)
    return Keys(public_pem, partial(_read_private, root, public_pem))


def forgotten(now: datetime) -> Keys:
    """Make a key pair that is written nowhere: for a render that only looks."""
    from orogen.secrets.pair import certificate_of, new_private_key

    private_pem = new_private_key()
    return Keys(certificate_of(private_pem, now), lambda: private_pem)


def private_key_path(root: Path, public_pem: bytes) -> Path:
    """Give the place of the private key: `$OROGEN_PRIVATE_KEY`, or orogen's folder in the user's configuration.

    Raises OrogenError when that is inside the control repo.
    """
    return _named(root) or _default(root, public_pem)


def _refuse_orphans(root: Path) -> None:
    if any((root / SECRETS).glob("*.yaml")):
        raise OrogenError(
            f"{root / SECRETS} holds secrets, but {root / PUBLIC_KEY} is gone",
            help="Restore the certificate from version control; without it the secrets cannot be used.",
        )


def _named(root: Path) -> Path | None:
    named = os.environ.get(VARIABLE)
    return _outside(root, Path(named)) if named else None


def _default(root: Path, public_pem: bytes) -> Path:
    return _outside(root, _configuration() / "orogen" / "keys" / f"{_fingerprint(public_pem)[:16]}.pem")


def _configuration() -> Path:
    configured = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    # The XDG Base Directory Specification has relative paths ignored.
    if configured.is_absolute():
        return configured
    try:
        return Path.home() / ".config"
    except RuntimeError as error:
        raise OrogenError("there is no home folder for the private key", help=f"Set {VARIABLE} to a path.") from error


def _outside(root: Path, path: Path) -> Path:
    # Unlike Path.resolve, realpath takes a loop of links for what it is: no place inside.
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise OrogenError(
            f"the private key {path} would be inside the control repo {root}",
            help=f"Set {VARIABLE} to a path outside: whoever reads the repo could read every secret in it.",
        )
    return path


def _fingerprint(pem: bytes) -> str:
    """Give what `openssl x509 -fingerprint -sha256` shows, without its colons and in lower case."""
    from hashlib import sha256

    return sha256(_der(pem)).hexdigest()


def _der(pem: bytes) -> bytes:
    """Decode a PEM certificate as far as this needs no cryptography. Raises ValueError."""
    found = _PEM.fullmatch(pem)
    if not found:
        raise ValueError("no PEM certificate")
    return a2b_base64(found[1])


def _read_private(root: Path, public_pem: bytes) -> bytes:
    return _read(private_key_path(root, public_pem))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OrogenError(
            f"the private key {path} cannot be read: {error.strerror}",
            help=f"Copy it from the machine that rendered this control repo first, or set {VARIABLE} to its path.",
        ) from error


def _write(path: Path, private_pem: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(private_pem)
            # Without this a power cut could leave the repo and take the key that all its secrets need.
            _sync(path)
            _sync(path.parent)
        except OSError:
            path.unlink()
            raise
    except OSError as error:
        raise OrogenError(
            f"the private key {path} cannot be written: {error.strerror}",
            help=f"Set {VARIABLE} to a path outside the control repo that you may write.",
        ) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
