from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.errors import OrogenError
from orogen.repo import lock
from orogen.repo.tree import LOCK, File, Ownership, Tree
from orogen.repo.write import apply, plan_changes, save_state
from tests.unit.repo.repos import NEW, OLD, empty_directories, identity, snapshot

PATHS = st.sampled_from(["README.md", "a", "b/c", "b/d/e", "f/g/h"])
CONTENTS = st.sampled_from([b"1", b"2", b"3"])
TREES = st.dictionaries(PATHS, st.builds(File, CONTENTS, st.sampled_from(Ownership), st.booleans()), max_size=5)
FOREIGN = st.dictionaries(st.sampled_from(["z", "b/z", "b/d/z", "f/z", ".git/config"]), CONTENTS, max_size=5)
HAND_EDITS = st.dictionaries(PATHS, st.none() | CONTENTS, max_size=2)


def put(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def on_disk(tree: Tree) -> dict[str, tuple[bytes, bool]]:
    return {path: (file.content, file.executable) for path, file in tree.items()} | {LOCK: (lock.text_of(tree), False)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a control repo with the old tree and two files of somebody else."""
    apply(tmp_path / "repo", OLD)
    put(tmp_path / "repo", {".git/config": b"git's", "data/nodes/mine.txt": b"mine"})
    return tmp_path / "repo"


def test_new_directory_is_made_with_its_parents_and_nothing_beside(tmp_path: Path) -> None:
    changes = apply(tmp_path / "several/new/repo", OLD)

    assert snapshot(tmp_path / "several/new/repo") == on_disk(OLD)
    assert {change.path for change in changes.create} == {*OLD, LOCK}
    assert [path.name for path in (tmp_path / "several/new").iterdir()] == ["repo"]


def test_next_render_updates_creates_and_deletes_only_its_own(root: Path) -> None:
    foreign = {".git/config": (b"git's", False), "data/nodes/mine.txt": (b"mine", False)}

    changes = apply(root, NEW)

    assert empty_directories(root) == []
    kept_seed = {"overrides/common.yaml": (b"{}\n", False)}
    assert snapshot(root) == on_disk(NEW) | kept_seed | foreign
    assert [change.path for change in changes.delete] == ["data/nodes/gone/web1.yaml", "data/zones/gone/b.yaml"]
    assert [change.path for change in changes.unchanged] == ["data/nodes/web2.yaml", "overrides/common.yaml"]


def test_second_render_touches_nothing(root: Path) -> None:
    before = identity(root)

    changes = apply(root, OLD)

    assert identity(root) == before
    assert changes.differing == ()


def test_only_changed_files_are_written(root: Path) -> None:
    before = identity(root)

    apply(root, {**OLD, "README.md": File(b"changed\n")})

    after = identity(root)
    touched = {path for path in before if path in after and before[path][0] != after[path][0]}
    assert touched == {str(root / "README.md"), str(root / LOCK)}


def test_planning_writes_nothing(root: Path, tmp_path: Path) -> None:
    before = identity(root)

    changes = plan_changes(root, NEW)

    assert [change.path for change in changes.update] == [
        ".orogen/secrets/acme.yaml",
        "README.md",
        "data/common.yaml",
        "tests/run",
        LOCK,
    ]
    assert identity(root) == before
    assert plan_changes(tmp_path / "none/yet", NEW).unchanged == ()
    assert not (tmp_path / "none").exists()


def test_hand_edits_stop_the_render_with_a_list(root: Path) -> None:
    put(
        root,
        {"README.md": b"edited\n", "data/nodes/gone/web1.yaml": b"edited too\n", "overrides/common.yaml": b"x: 1\n"},
    )
    before = identity(root)

    with pytest.raises(OrogenError) as refusal:
        apply(root, NEW)

    assert str(refusal.value).splitlines() == [
        "files that were edited by hand since orogen wrote them:",
        "  README.md",
        "  data/nodes/gone/web1.yaml",
    ]
    assert "--force" in refusal.value.help
    assert identity(root) == before


def test_files_of_somebody_else_stop_the_render_with_a_list(tmp_path: Path) -> None:
    put(tmp_path, {"README.md": b"a fresh clone\n", "LICENSE": b"any"})
    before = identity(tmp_path)

    with pytest.raises(OrogenError) as refusal:
        apply(tmp_path, OLD)

    assert str(refusal.value).splitlines() == ["files that are not orogen's, where its own must go:", "  README.md"]
    assert identity(tmp_path) == before


def test_force_overwrites_both_and_nothing_more(root: Path) -> None:
    put(root, {"README.md": b"edited\n", "data/nodes/fresh/web3.yaml": b"theirs\n", "overrides/common.yaml": b"x: 1\n"})

    apply(root, NEW, force=True)

    files = snapshot(root)
    assert files["README.md"] == (b"new\n", False)
    assert files["data/nodes/fresh/web3.yaml"] == (b"c: 3\n", False)
    assert files["overrides/common.yaml"] == (b"x: 1\n", False)
    assert files["data/nodes/mine.txt"] == (b"mine", False)


def test_missing_files_come_back(root: Path) -> None:
    shutil.rmtree(root / "data")
    (root / "overrides/common.yaml").unlink()

    apply(root, OLD)

    assert snapshot(root) == on_disk(OLD) | {".git/config": (b"git's", False)}


def test_repo_without_its_lock_takes_its_files_back(root: Path) -> None:
    (root / LOCK).unlink()

    assert [change.path for change in apply(root, OLD).differing] == [LOCK]


def test_state_is_kept_when_it_is_no_longer_rendered(root: Path) -> None:
    apply(root, {})

    assert set(snapshot(root)) == {
        ".orogen/secrets/acme.yaml",
        ".orogen/lock.json",
        "overrides/common.yaml",
        ".git/config",
        "data/nodes/mine.txt",
    }


def test_state_alone_is_saved_beside_the_rest(root: Path) -> None:
    before = snapshot(root)

    save_state(root, {".orogen/secrets/acme.yaml": File(b"rotated\n", Ownership.STATE)})

    assert snapshot(root) == before | {".orogen/secrets/acme.yaml": (b"rotated\n", False)}
    with pytest.raises(ValueError, match="only state"):
        save_state(root, {"README.md": File(b"")})


@settings(max_examples=60)
@given(TREES, TREES, FOREIGN, HAND_EDITS)
def test_render_gives_the_tree_or_changes_nothing(
    old: Tree, new: Tree, foreign: dict[str, bytes], edits: dict[str, bytes | None]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory, "repo")
        apply(root, old)
        put(root, foreign)
        for path in edits:
            (root / path).unlink(missing_ok=True)
        put(root, {path: content for path, content in edits.items() if content})
        before = snapshot(root)
        planned = plan_changes(root, new)
        try:
            assert apply(root, new) == planned
        except OrogenError:
            assert planned.edited_by_hand + planned.in_the_way
            assert snapshot(root) == before
        else:
            stays = {path for path in before if path not in old or old[path].owner is not Ownership.MANAGED}
            seeds = {
                path: before[path] for path, file in new.items() if file.owner is Ownership.SEED_ONCE and path in before
            }
            assert snapshot(root) == {path: before[path] for path in stays} | on_disk(new) | seeds
            assert apply(root, new).differing == ()
