"""An interrupted write leaves the old control repo or the new one, wherever it was interrupted."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.errors import OrogenError
from orogen.repo import journal
from orogen.repo.tree import JOURNAL, STAGING, File, Ownership, Tree
from orogen.repo.write import apply, plan_changes, recover
from tests.unit.repo.repos import (
    CALLS,
    NEW,
    OLD,
    Snapshot,
    before_call,
    empty_directories,
    in_child,
    killed_at,
    snapshot,
)

FOREIGN = {".git/config": b"git's", "data/nodes/mine.txt": b"mine", "data/nodes/gone/note": b"mine"}
PATHS = st.sampled_from(["README.md", "a", "b/c", "b/d/e", "f/g/h", ".orogen/state"])
TREES = st.dictionaries(
    PATHS, st.builds(File, st.binary(max_size=1), st.sampled_from(Ownership), st.booleans()), max_size=6
)


def repo_with_foreign_files(root: Path, tree: Tree) -> Path:
    apply(root, tree)
    for path, content in FOREIGN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def new_snapshot(parent: Path, old: Tree, new: Tree) -> Snapshot:
    with tempfile.TemporaryDirectory(dir=parent) as directory:
        root = repo_with_foreign_files(Path(directory, "repo"), old)
        apply(root, new, force=True)
        return snapshot(root)


def test_killed_at_any_call_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    new = new_snapshot(tmp_path, OLD, NEW)
    outcomes = []
    for number in itertools.count():
        root = repo_with_foreign_files(tmp_path / str(number), OLD)
        old = snapshot(root)
        killed = killed_at(number, lambda root=root: apply(root, NEW))
        committed = (root / JOURNAL).exists()
        recover(root)
        left = snapshot(root)
        assert left in (old, new)
        assert left == new or not committed
        assert empty_directories(root) == []
        assert not (root / STAGING).exists()
        outcomes.append(left == new)
        apply(root, NEW)
        assert snapshot(root) == new
        if not killed:
            break
    # First the old ones, then the new ones: one moment decides.
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) > 10
    assert outcomes.count(True) > 10


def test_new_repo_killed_at_any_call_is_complete_or_absent(tmp_path: Path) -> None:
    apply(tmp_path / "old", OLD)
    apply(tmp_path / "new", NEW)
    old, new = snapshot(tmp_path / "old"), snapshot(tmp_path / "new")
    for number in itertools.count():
        root = tmp_path / str(number)
        killed = killed_at(number, lambda root=root: apply(root, NEW))
        assert not root.exists() or snapshot(root) == new
        if not root.exists():
            apply(root, OLD)
            assert snapshot(root) == old
        assert not list(tmp_path.glob(".*"))
        if not killed:
            break
    assert number > 20


def test_recovery_may_be_killed_as_well(tmp_path: Path) -> None:
    new = new_snapshot(tmp_path, OLD, NEW)
    for number in itertools.count():
        root = repo_with_foreign_files(tmp_path / str(number), OLD)
        assert in_child(lambda root=root: kill_at_the_first_move(root)) == 9
        killed = killed_at(number, lambda root=root: recover(root))
        recover(root)
        assert snapshot(root) == new
        assert empty_directories(root) == []
        if not killed:
            break
    assert number > 10


@pytest.mark.parametrize("number", [5, 30])
def test_next_render_needs_no_recovery_of_its_own(tmp_path: Path, number: int) -> None:
    root = repo_with_foreign_files(tmp_path / "repo", OLD)
    assert killed_at(number, lambda: apply(root, NEW))
    assert (root / STAGING).exists()

    apply(root, NEW)

    assert snapshot(root) == new_snapshot(tmp_path, OLD, NEW)


def kill_at_the_first_move(root: Path) -> None:
    journal._take = lambda *_: os._exit(9)
    apply(root, NEW)


@settings(max_examples=80)
@given(TREES, TREES, st.integers(0, 80), st.integers(0, 40))
def test_any_trees_and_two_crashes(old_tree: Tree, new_tree: Tree, first: int, second: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        new = new_snapshot(Path(directory), old_tree, new_tree)
        root = repo_with_foreign_files(Path(directory, "repo"), old_tree)
        old = snapshot(root)
        killed_at(first, lambda: apply(root, new_tree, force=True))
        killed_at(second, lambda: recover(root))
        recover(root)
        assert snapshot(root) in (old, new)
        apply(root, new_tree, force=True)
        assert snapshot(root) == new


def test_a_failing_call_is_an_error_that_says_how_the_repo_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        reached.append(number)
        raise OSError(errno.ENOSPC, "No space left on device")

    new = new_snapshot(tmp_path, OLD, NEW)
    reached: list[int] = []
    endings = set()
    for number in itertools.count():
        root = repo_with_foreign_files(tmp_path / str(number), OLD)
        old = snapshot(root)
        with monkeypatch.context() as patched:
            for name in CALLS:
                patched.setattr(os, name, getattr(os, name))
            before_call(number, full)
            ending = how_it_ended(root)
        endings.add(ending)
        assert not (ending == "Nothing was changed." and (root / STAGING).exists())
        recover(root)
        assert snapshot(root) == (old if ending == "Nothing was changed." else new)
        if number not in reached:
            break
    assert endings == {"Nothing was changed.", "The write goes on with the next run.", "done"}


def how_it_ended(root: Path) -> str:
    try:
        apply(root, NEW)
    except OrogenError as error:
        message, help_text = str(error), error.help
    else:
        return "done"
    assert message.endswith("No space left on device")
    return help_text.removeprefix("Free some space, or choose another directory. ")


def test_all_is_on_the_disk_before_the_journal_and_before_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repo_with_foreign_files(tmp_path / "repo", OLD)
    order: list[str] = []
    original_sync, original_replace, original_unlink = journal._sync, os.replace, os.unlink

    def sync(path: Path) -> None:
        order.append(f"sync {path.relative_to(root)}")
        original_sync(path)

    def replace(source: Path, target: Path) -> None:
        order.append(f"move {target.relative_to(root)}")
        original_replace(source, target)

    def unlink(path: Path, **options: int) -> None:
        order.append(f"unlink {path}")
        original_unlink(path, **options)

    monkeypatch.setattr(journal, "_sync", sync)
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(os, "unlink", unlink)
    apply(root, NEW)

    commit = order.index(f"move {JOURNAL}")
    end = order.index(f"unlink {root / JOURNAL}")
    moves = [index for index, entry in enumerate(order) if entry.startswith("move") and index != commit]
    staged = [index for index, entry in enumerate(order) if entry.startswith(f"sync {STAGING}/")]
    # Six files and the journal's draft.
    assert len(staged) == 7
    assert max(staged) < commit < min(moves)
    assert order[commit + 1] == f"sync {STAGING}"
    assert order[max(moves)] == "move .orogen/lock.json"
    for directory in (".", ".orogen", ".orogen/secrets", "data", "data/nodes", "data/nodes/fresh", "tests"):
        assert f"sync {directory}" in order[max(moves) : end]


def test_edits_after_a_crash_are_nobody_elses_loss(tmp_path: Path) -> None:
    root = repo_with_foreign_files(tmp_path / "repo", OLD)
    assert in_child(lambda: kill_at_the_first_move(root)) == 9
    (root / "README.md").write_bytes(b"edited after the crash\n")
    (root / "data/nodes/gone/web1.yaml").write_bytes(b"edited after the crash\n")

    assert [change.path for change in plan_changes(root, NEW).edited_by_hand] == ["README.md"]
    assert (root / "README.md").read_bytes() == b"edited after the crash\n"
    assert (root / "data/nodes/gone/web1.yaml").read_bytes() == b"edited after the crash\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"format_version": "2", "steps": []}',
        b'{"format_version": "1", "steps": [{"path": "a"}]}',
        b'{"format_version": "1", "steps": [{"path": "../a", "before": null, "staged": "0"}]}',
        b'{"format_version": "1", "steps": [{"path": "a", "before": null, "staged": "../../../a"}]}',
    ],
)
def test_damaged_journal_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STAGING).mkdir(parents=True)
    (tmp_path / JOURNAL).write_bytes(content)

    with pytest.raises(OrogenError, match="journal of an interrupted write") as refusal:
        apply(tmp_path, NEW)

    assert f"delete {tmp_path / STAGING}" in refusal.value.help


def test_recovery_without_a_crash_does_nothing(tmp_path: Path) -> None:
    assert recover(tmp_path / "none") is False
    assert recover(tmp_path) is False
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 3), (signal.SIGTERM, -signal.SIGTERM)])
def test_signals_wait_until_all_files_are_moved(tmp_path: Path, number: signal.Signals, code: int) -> None:
    root = repo_with_foreign_files(tmp_path / "repo", OLD)

    def disturbed() -> None:
        original = journal._take

        def take(*arguments: object) -> None:
            os.kill(os.getpid(), number)
            original(*arguments)

        journal._take = take
        apply(root, NEW)

    assert in_child(disturbed) == code
    assert snapshot(root) == new_snapshot(tmp_path, OLD, NEW)


def test_ctrl_c_while_staging_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    root = repo_with_foreign_files(tmp_path / "repo", OLD)
    old = snapshot(root)
    monkeypatch.setattr(journal, "_sync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        apply(root, NEW)

    assert snapshot(root) == old
    assert not (root / STAGING).exists()
