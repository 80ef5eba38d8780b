"""What the operating system or the user may put in the way: each a clear message, and nothing changed."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.repo.tree import STAGING, File, Ownership
from orogen.repo.write import apply, recover, save_state
from tests.unit.repo.repos import NEW, OLD, identity, in_child, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = os.geteuid() or 65534
"""Whom the rights of a directory bind: not root."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of 64 KiB, which takes root in a machine that lets it mount."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip("may not mount a small file system here")
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """Make a temporary directory that every user may pass through; pytest's own are closed."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


def refused(root: Path, message: str) -> str:
    """Check that the write is refused in these words and leaves no trace; gives the help."""
    before = identity(root.parent)
    with pytest.raises(OrogenError, match=message) as refusal:
        apply(root, NEW)
    assert identity(root.parent) == before
    assert refusal.value.help
    return refusal.value.help


def test_output_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "repo").write_text("")

    refused(tmp_path / "repo", "repo is not a directory")
    refused(tmp_path / "repo/below", "repo/below: Not a directory|repo: File exists")


def test_root_and_home_are_no_control_repos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    refused(tmp_path, "no place for a control repo")
    with pytest.raises(OrogenError, match="/ is no place"):
        apply(Path("/"), NEW)


def test_looping_symlink(tmp_path: Path) -> None:
    (tmp_path / "repo").symlink_to("repo")

    refused(tmp_path / "repo", "repo is not a directory")


def test_symlink_to_the_root_is_followed(tmp_path: Path) -> None:
    apply(tmp_path / "real", OLD)
    (tmp_path / "link").symlink_to("real")

    apply(tmp_path / "link", NEW)

    assert snapshot(tmp_path / "real")["README.md"] == (b"new\n", False)


@pytest.mark.parametrize("path", ["README.md", "data", "data/nodes/fresh", ".orogen", STAGING])
def test_symlink_below_the_root_is_in_the_way(tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside"
    (outside / "staging").mkdir(parents=True)
    (outside / "precious").write_text("")
    root = tmp_path / "repo"
    (root / path).parent.mkdir(parents=True)
    (root / path).symlink_to(outside)

    assert "Move it away" in refused(root, rf"\n  {path} \(a symlink\)")


def test_directory_where_a_file_goes_and_file_where_a_directory_goes(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    (root / "README.md").mkdir(parents=True)
    (root / "data").write_text("")

    refused(root, r"\n  README.md \(a directory\)\n  data \(a file\)$")


def test_pipe_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    os.mkfifo(root / "README.md")

    refused(root, r"README.md \(a special file\)")


def test_owned_file_that_became_a_link_or_a_directory_is_not_deleted(tmp_path: Path) -> None:
    root, outside = tmp_path / "repo", tmp_path / "outside"
    apply(root, OLD)
    (root / "data").rename(outside)
    (root / "data").symlink_to(outside)
    before = snapshot(outside)

    apply(root, {"README.md": File(b"all that is left\n")})

    assert snapshot(outside) == before
    assert (root / "data").is_symlink()


def test_seed_once_file_may_be_a_link(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/common.yaml").write_text("theirs")
    root.mkdir()
    (root / "overrides").symlink_to(tmp_path / "shared")

    apply(root, NEW)

    assert (tmp_path / "shared/common.yaml").read_text() == "theirs"
    assert (root / "overrides").is_symlink()


def test_saving_state_through_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    root = tmp_path / "repo"
    root.mkdir()
    (root / ".orogen").symlink_to(tmp_path / "outside")

    with pytest.raises(OrogenError, match=r"\.orogen \(a symlink\)"):
        save_state(root, {"data/secrets.yaml": File(b"", Ownership.STATE)})

    assert list((tmp_path / "outside").iterdir()) == []


def test_recovery_does_not_reach_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside/staging").mkdir(parents=True)
    (tmp_path / "outside/staging/precious").write_text("")
    root = tmp_path / "repo"
    root.mkdir()
    (root / ".orogen").symlink_to(tmp_path / "outside")

    assert recover(root) is False
    assert (tmp_path / "outside/staging/precious").exists()


def test_full_disk_changes_nothing(small_disk: Path) -> None:
    root = small_disk / "repo"
    apply(root, OLD)
    before = snapshot(root)

    with pytest.raises(OrogenError, match="No space left on device") as refusal:
        apply(root, {**NEW, "data/large.yaml": File(b"x" * 65536)})

    assert refusal.value.help == "Free some space, or choose another directory. Nothing was changed."
    assert snapshot(root) == before
    with pytest.raises(OrogenError, match="No space left on device"):
        apply(small_disk / "second", {"large": File(b"x" * 65536)})
    assert [path.name for path in small_disk.iterdir()] == ["repo"]


def test_read_only_disk_changes_nothing_and_knows_when_nothing_has_to(small_disk: Path) -> None:
    root = small_disk / "repo"
    apply(root, OLD)
    before = identity(root)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    assert apply(root, OLD).differing == ()
    assert "read-only" in refused(root, "Read-only file system")
    with pytest.raises(OrogenError, match="Read-only file system"):
        apply(small_disk / "second", NEW)
    assert identity(root) == before


def test_other_file_system_below_the_root_is_refused_before_anything_moves(tmp_path: Path, small_disk: Path) -> None:
    root = tmp_path.parent / f"{tmp_path.name}-root"
    apply(root, OLD)
    subprocess.run(["mount", "--bind", small_disk, root / "data"], check=True)
    try:
        before = identity(root)
        with pytest.raises(OrogenError, match="data is on another file system"):
            apply(root, NEW)
        assert identity(root) == before
    finally:
        subprocess.run(["umount", root / "data"], check=True)


@pytest.mark.parametrize("path", [".", ".orogen", "data", "data/nodes"])
def test_directory_without_the_right_to_write(open_directory: Path, path: str) -> None:
    root = open_directory / "repo"
    apply(root, OLD)
    for each in [root, *root.rglob("*")]:
        os.chown(each, USER, -1)
    (root / path).chmod(0o500)
    before = identity(root)

    def as_user() -> None:
        os.setuid(USER)
        with pytest.raises(OrogenError, match=f"{root / path}.*: Permission denied") as refusal:
            apply(root, {**NEW, "added": File(b"")})
        assert refusal.value.help.endswith("Nothing was changed.")

    assert in_child(as_user) == 0
    assert identity(root) == before
