from __future__ import annotations

import pytest

from orogen.repo.changes import Changes, Fate, compare
from orogen.repo.disk import OnDisk
from orogen.repo.lock import digest
from orogen.repo.tree import LOCK, File, Ownership

OWNED = digest(b"old")
WANTED = File(b"new")
STATE = File(b"new", Ownership.STATE)
SEED = File(b"new", Ownership.SEED_ONCE)


def found(content: bytes, *, executable: bool = False) -> OnDisk:
    return OnDisk(content, executable)


def fates(changes: Changes) -> dict[str, list[str]]:
    paths = {fate.value: [change.path for change in getattr(changes, fate.value)] for fate in Fate}
    return {fate: listed for fate, listed in paths.items() if listed}


@pytest.mark.parametrize(
    ("file", "locked", "on_disk", "fate"),
    [
        (WANTED, None, None, "create"),
        (WANTED, OWNED, None, "create"),
        (WANTED, OWNED, found(b"old"), "update"),
        (WANTED, OWNED, found(b"new"), "unchanged"),
        (WANTED, None, found(b"new"), "unchanged"),
        (WANTED, OWNED, found(b"mine"), "edited_by_hand"),
        (WANTED, None, found(b"mine"), "in_the_way"),
        (WANTED, OWNED, found(b"new", executable=True), "update"),
        (File(b"new", executable=True), digest(b"new"), found(b"new"), "update"),
        (None, OWNED, found(b"old"), "delete"),
        (None, OWNED, found(b"mine"), "edited_by_hand"),
        (None, OWNED, None, None),
        (SEED, None, None, "create"),
        (SEED, None, found(b"mine"), "unchanged"),
        (SEED, None, found(b"mine", executable=True), "unchanged"),
        (SEED, OWNED, found(b"old"), "unchanged"),
        (STATE, None, None, "create"),
        (STATE, None, found(b"anything"), "update"),
        (STATE, OWNED, found(b"mine"), "update"),
        (STATE, None, found(b"new"), "unchanged"),
    ],
)
def test_fate_of_a_path(file: File | None, locked: str | None, on_disk: OnDisk | None, fate: str | None) -> None:
    changes = compare(
        {"path": file} if file else {},
        {"path": locked} if locked else {},
        {"path": on_disk} if on_disk else {},
    )

    assert fates(changes) == ({fate: ["path"]} if fate else {})


def test_differing_is_sorted_with_the_lock_file_last() -> None:
    tree = {"b": WANTED, LOCK: STATE, "a": WANTED, "same": WANTED}
    disk = {"b": found(b"mine"), "gone": found(b"old"), "same": found(b"new"), "foreign": found(b"")}

    changes = compare(tree, {"gone": OWNED}, disk)

    assert [change.path for change in changes.differing] == ["a", "b", "gone", LOCK]
    assert fates(changes) == {"create": ["a", LOCK], "delete": ["gone"], "unchanged": ["same"], "in_the_way": ["b"]}
