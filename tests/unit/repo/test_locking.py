from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.repo import locking
from orogen.repo.locking import exclusive
from orogen.repo.place import working_directory
from orogen.repo.write import apply, plan_changes
from tests.unit.repo.repos import NEW, OLD, exit_code, in_child, snapshot, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def held_by_another(root: Path) -> Iterator[None]:
    """Let a child process hold the lock until the block ends."""
    ready, tell_ready = os.pipe()
    wait, let_go = os.pipe()

    def hold() -> None:
        os.close(let_go)
        with exclusive(root):
            os.close(tell_ready)
            os.read(wait, 1)

    child = start(hold)
    os.close(tell_ready)
    os.read(ready, 1)
    try:
        yield
    finally:
        os.close(let_go)
        os.close(ready)
        os.close(wait)
        assert exit_code(child) == 0


@pytest.mark.parametrize("exists", [True, False])
def test_second_writer_is_refused_until_the_first_is_done(tmp_path: Path, exists: bool) -> None:
    root = tmp_path / "repo"
    if exists:
        apply(root, OLD)
    with held_by_another(root):
        with pytest.raises(OrogenError, match="another orogen is writing") as refusal:
            apply(root, NEW)
        plan_changes(root, NEW)
    assert "Wait until it is done" in refusal.value.help

    apply(root, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]


def test_lock_may_be_nested_and_is_let_go_once(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    with exclusive(root):
        apply(root, OLD)
        apply(root, NEW)
        assert in_child(lambda: alone(root)) == 2
    assert in_child(lambda: alone(root)) == 0


def alone(root: Path) -> None:
    # A forked child knows what its parent holds; another orogen would not.
    locking._held.clear()
    apply(root, NEW)


def test_unused_lock_leaves_nothing(tmp_path: Path) -> None:
    with exclusive(tmp_path / "repo"):
        pass

    assert list(tmp_path.iterdir()) == []


def made_anew(directory: Path, _root: Path) -> None:
    # Held open, the inode number is not given out again.
    os.open(directory, os.O_RDONLY)
    directory.rmdir()
    directory.mkdir()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda directory, root: directory.rename(root),
        lambda directory, _root: directory.rmdir(),
        lambda _directory, root: root.mkdir(),
        made_anew,
    ],
    ids=["became the root", "removed", "not needed", "made anew"],
)
def test_directory_that_another_writer_moved_is_locked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Path, Path], object]
) -> None:
    root = tmp_path / "repo"
    original = locking._flock
    calls = []

    def flock(descriptor: int, locked: Path) -> None:
        if not calls:
            meanwhile(working_directory(root), root)
        calls.append(descriptor)
        original(descriptor, locked)

    monkeypatch.setattr(locking, "_flock", flock)
    with exclusive(root):
        assert len(calls) == 2
        assert in_child(lambda: alone(root)) == 2


def raced(works: list[Callable[[], object]]) -> list[int]:
    """Start a child for each work, all held back until the last one is there."""
    gate, opener = os.pipe()

    def run(work: Callable[[], object]) -> None:
        os.close(opener)
        os.read(gate, 1)
        work()

    children = [start(partial(run, work)) for work in works]
    os.close(opener)
    os.close(gate)
    return children


def test_racing_writers_of_a_new_repo_leave_a_whole_one(tmp_path: Path) -> None:
    for attempt in range(10):
        root = tmp_path / str(attempt)
        codes = {
            exit_code(child) for child in raced([partial(apply, root, tree, force=True) for tree in (OLD, NEW, OLD)])
        }
        assert codes <= {0, 2}
        assert 0 in codes
        left = snapshot(root)
        assert left["README.md"][0] in {b"old\n", b"new\n"}
        whole = plan_changes(root, OLD if left["README.md"][0] == b"old\n" else NEW)
        assert whole.differing == ()
