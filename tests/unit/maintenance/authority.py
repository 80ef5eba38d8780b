"""Certificates as orogen makes them: one authority, one certificate a node, in the files that nodes have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding

from orogen.plan.model import Certificate
from orogen.secrets.authority import issue, new_signer
from orogen.secrets.eyaml import decrypt

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.secrets.keys import Keys


@dataclass(frozen=True)
class Files:
    """Where a node's certificate is."""

    authority: str
    certificate: str
    private_key: str


class Authority:
    """An environment's authority."""

    def __init__(self, folder: Path, keys: Keys, name: str = "acme-prod") -> None:
        self._folder = folder
        self._keys = keys
        self._signer = new_signer(name, datetime.now(UTC))
        self._issued: dict[tuple[str, str], Files] = {}

    def issue(self, name: str, address: str) -> Files:
        """Make a node's certificate, once."""
        if (name, address) not in self._issued:
            self._issued[name, address] = self._issue(name, address)
        return self._issued[name, address]

    def _issue(self, name: str, address: str) -> Files:
        names = (f"{name}.acme.internal", "localhost", name)
        wanted = Certificate(certname=names[0], names=names, addresses=(address, "127.0.0.1"))
        made = issue(self._signer, wanted, self._keys.public_pem, datetime.now(UTC))
        files = [self._folder / f"{part}-{name}-{address}.pem" for part in ("authority", "certificate", "private_key")]
        key = decrypt(made.private_key, self._keys)
        for file, text in zip(files, (self.pem, made.certificate, key), strict=True):
            file.write_text(text)
        return Files(*map(str, files))

    @property
    def pem(self) -> str:
        """The authority's certificate."""
        return self._signer.certificate.public_bytes(Encoding.PEM).decode()
