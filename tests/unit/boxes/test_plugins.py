from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from orogen.boxes.plugins import delayed_messages

if TYPE_CHECKING:
    from pathlib import Path

PLUGIN = "rabbitmq_delayed_message_exchange-4.0.7.ez"


def test_the_plugin_is_given_with_its_version_place_and_digest(tmp_path: Path) -> None:
    (tmp_path / "elasticsearch_8.19.0_all.deb").write_bytes(b"another")
    (tmp_path / PLUGIN).write_bytes(b"archive")
    assert delayed_messages(tmp_path) == {
        "version": "4.0.7",
        "url": f"file:///srv/packages/{PLUGIN}",
        "sha256": hashlib.sha256(b"archive").hexdigest(),
    }


@pytest.mark.parametrize(
    "name", ["other-4.0.7.ez", f"{PLUGIN}.sig", "rabbitmq_delayed_message_exchange.ez", f"x{PLUGIN}"]
)
def test_nothing_else_is_the_plugin(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"archive")
    assert delayed_messages(tmp_path) is None


def test_no_folder_has_none() -> None:
    assert delayed_messages(None) is None
