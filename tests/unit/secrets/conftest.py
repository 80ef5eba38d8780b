from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from orogen.secrets.keys import Keys
from orogen.secrets.pair import certificate_of, new_private_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def private_pem() -> bytes:
    return new_private_key()


@pytest.fixture(scope="session")
def keys(private_pem: bytes) -> Keys:
    return Keys(certificate_of(private_pem, NOW), lambda: private_pem)


@pytest.fixture(scope="session")
def other_private_pem() -> bytes:
    return new_private_key()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: no test reads or writes the keys of the person who runs it."""
    monkeypatch.delenv("OROGEN_PRIVATE_KEY", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch, private_pem: bytes) -> Callable[[], bytes]:
    """One RSA key for all: to make one takes a tenth of a second and longer."""

    def new() -> bytes:
        return private_pem

    monkeypatch.setattr("orogen.secrets.pair.new_private_key", new)
    return new
