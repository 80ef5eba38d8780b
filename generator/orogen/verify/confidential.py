"""The secrets in a control repo's eyaml files: in clear, or placeholders where there is no private key.

A placeholder is text that is found nowhere else: where one turns up outside a Sensitive parameter, the secret would
have leaked there. So a CI machine proves that nothing leaks, and needs no key of production for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.verify.edits import Edit, Scalar, edited, scalars
from orogen.verify.report import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from orogen.secrets.keys import Keys

_ENCRYPTED = re.compile(r"ENC\[[^\]]*\]")
_PEM_KEY = "private_key"
_PEM_WIDTH = 64


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A Hiera key and its plaintext, or what stands for that."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """The files that hiera-eyaml decrypts with, and the same keys for orogen itself."""

    private: Path
    public: Path
    keys: Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidential:
    """The secrets by eyaml file: decrypted with `pair`, or placeholders, and then `files` are the texts with them."""

    secrets: Mapping[str, tuple[Secret, ...]]
    files: Mapping[str, str]
    pair: KeyPair | None = None
    problems: tuple[Problem, ...] = ()

    def read_by(self, paths: Iterable[str]) -> list[dict[str, str]]:
        """Give the secrets in these files of the repo, for compile.rb."""
        found = (secret for path in paths for secret in self.secrets.get(path, ()))
        return [{"name": secret.name, "value": secret.value} for secret in found]


def eyaml_files(root: Path) -> tuple[str, ...]:
    """Give the eyaml files of a control repo, sorted."""
    return tuple(sorted(str(path.relative_to(root)) for path in (root / "data").rglob("*.eyaml")))


def key_pair(root: Path, private: Path | None) -> KeyPair | None:
    """Give the control repo's key pair, None where its private key is not at hand.

    `private` is what a person named. Raises OrogenError when that, or `$OROGEN_PRIVATE_KEY`, cannot be used here.
    """
    import os

    from orogen.secrets.keys import PUBLIC_KEY, VARIABLE, Keys, load, private_key_path

    keys = load(root)
    if keys is None:
        if private:
            raise OrogenError(f"{root} has no {PUBLIC_KEY}: a private key has nothing to decrypt here")
        return None
    path = private or private_key_path(root, keys.public_pem)
    if not (private or os.environ.get(VARIABLE) or path.is_file()):
        return None
    try:
        private_pem = path.read_bytes()
    except OSError as error:
        raise OrogenError(f"the private key {path} cannot be read: {error.strerror}") from error
    _must_belong(private_pem, keys.public_pem, path)
    return KeyPair(
        private=path.resolve(),
        public=(root / PUBLIC_KEY).resolve(),
        keys=Keys(keys.public_pem, lambda: private_pem),
    )


def decrypted(root: Path, pair: KeyPair) -> Confidential:
    """Read all secrets with the private key; one that cannot be decrypted is a problem."""
    problems: list[Problem] = []
    secrets = {file: tuple(_in_clear(file, _text(root, file), pair.keys, problems)) for file in eyaml_files(root)}
    return Confidential(secrets=secrets, files={}, pair=pair, problems=tuple(problems))


def stood_in(root: Path) -> Confidential:
    """Put a placeholder in the place of each ciphertext."""
    secrets: dict[str, tuple[Secret, ...]] = {}
    files: dict[str, str] = {}
    for file in eyaml_files(root):
        text = _text(root, file)
        found = tuple((scalar, _placeholders(scalar, len(secrets))) for scalar in _encrypted(text))
        secrets[file] = tuple(secret for _, placeholders in found for secret in placeholders)
        files[file] = edited(text, [_replacement(scalar, placeholders) for scalar, placeholders in found])
    return Confidential(secrets=secrets, files=files)


def _must_belong(private_pem: bytes, public_pem: bytes, path: Path) -> None:
    from orogen.secrets.pair import certificate, private_key

    if private_key(private_pem).public_key() != certificate(public_pem).public_key():
        raise OrogenError(
            f"the private key {path} does not belong to this control repo",
            help="Name the right one, or none: then placeholders stand for the secrets.",
        )


def _text(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8", errors="replace")


def _encrypted(text: str) -> Iterator[Scalar]:
    return (scalar for scalar in scalars(text) if _ENCRYPTED.search(scalar.value))


def _name(scalar: Scalar) -> str:
    return ".".join(str(part) for part in scalar.path)


def _in_clear(file: str, text: str, keys: Keys, problems: list[Problem]) -> Iterator[Secret]:
    from orogen.secrets.eyaml import decrypt

    for scalar in _encrypted(text):
        for ciphertext in _ENCRYPTED.findall(scalar.value):
            try:
                yield Secret(_name(scalar), decrypt(re.sub(r"\s", "", ciphertext), keys))
            except OrogenError as error:
                message = f"{_name(scalar)}: {error}"
                problems.append(Problem(check="secrets", message=message, file=file, line=scalar.line, help=error.help))


def _placeholders(scalar: Scalar, number: int) -> tuple[Secret, ...]:
    return tuple(
        Secret(_name(scalar), _placeholder(_name(scalar), ciphertext, number))
        for ciphertext in _ENCRYPTED.findall(scalar.value)
    )


def _placeholder(name: str, ciphertext: str, number: int) -> str:
    text = f"placeholder-{number}-{hashlib.sha256(ciphertext.encode()).hexdigest()[:16]}"
    if not name.endswith(_PEM_KEY):
        return text
    body = "\n".join(wrap(b64encode((text * 3).encode()).decode(), _PEM_WIDTH))
    return f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"


def _replacement(scalar: Scalar, placeholders: tuple[Secret, ...]) -> Edit:
    values = iter(placeholders)
    text = _ENCRYPTED.sub(lambda _: next(values).value, scalar.value)
    return Edit(scalar.start, scalar.end, json.dumps(text, ensure_ascii=False))
