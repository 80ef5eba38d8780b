from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from orogen import __version__
from orogen.errors import OrogenError
from orogen.repo import lock
from orogen.repo.tree import LOCK, File, Ownership

if TYPE_CHECKING:
    from pathlib import Path

DIGEST_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def written(root: Path, content: bytes) -> Path:
    (root / LOCK).parent.mkdir()
    (root / LOCK).write_bytes(content)
    return root


def test_lock_lists_managed_files_sorted_one_a_line() -> None:
    tree = {
        "b": File(b""),
        "a/é": File(b""),
        "overrides/common.yaml": File(b"", Ownership.SEED_ONCE),
        ".orogen/secrets/acme.yaml": File(b"", Ownership.STATE),
    }

    assert lock.text_of(tree).decode().splitlines() == [
        "{",
        '  "format_version": "1",',
        f'  "orogen": "{__version__}",',
        '  "files": {',
        f'    "a/é": "{DIGEST_OF_NOTHING}",',
        f'    "b": "{DIGEST_OF_NOTHING}"',
        "  }",
        "}",
    ]
    assert lock.text_of(dict(reversed(tree.items()))) == lock.text_of(tree)


def test_read_gives_back_what_was_written(tmp_path: Path) -> None:
    root = written(tmp_path, lock.text_of({"a": File(b"")}))

    assert lock.read(root) == {"a": DIGEST_OF_NOTHING}


def test_no_lock_is_an_empty_one(tmp_path: Path) -> None:
    assert lock.read(tmp_path) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<<<<<<< ours\n",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format_version": "1"}',
        b'{"format_version": "1", "files": []}',
        b'{"format_version": "1", "files": {"a": 1}}',
        b'{"format_version": "1", "files": {"../a": ""}}',
        b'{"format_version": "1", "files": {".git/config": ""}}',
    ],
)
def test_damage_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(OrogenError, match="is damaged") as refusal:
        lock.read(written(tmp_path, content))

    assert "Restore it from version control" in refusal.value.help


def test_newer_format_is_refused_with_the_version_that_wrote_it(tmp_path: Path) -> None:
    root = written(tmp_path, json.dumps({"format_version": "2", "orogen": "9.1", "files": {}}).encode())

    with pytest.raises(OrogenError, match="format 2") as refusal:
        lock.read(root)

    assert "Use orogen 9.1" in refusal.value.help
