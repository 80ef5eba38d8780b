"""Changes for a person to read: one line a file, or a unified diff that `git apply` takes."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.repo.changes import Change, Changes
    from orogen.repo.disk import OnDisk
    from orogen.repo.tree import File

_NO_NEWLINE = "\\ No newline at end of file\n"


def summary(changes: Changes) -> list[str]:
    """Give one line a file that differs: what happens to it in one word, and its path."""
    words = {
        "create": changes.create,
        "update": changes.update,
        "delete": changes.delete,
        "edited": changes.edited_by_hand,
        "foreign": changes.in_the_way,
    }
    fates = {change.path: word for word, group in words.items() for change in group}
    return [f"{fates[change.path]} {change.path}" for change in changes.differing]


def unified(changes: Changes) -> str:
    """Give the unified diff from the disk to the tree, files edited by hand or in the way included."""
    return "".join(line for change in changes.differing for line in _file_diff(change))


def _file_diff(change: Change) -> Iterator[str]:
    yield f"diff --git a/{change.path} b/{change.path}\n"
    yield from _mode_lines(change)
    before = change.before.content if change.before else b""
    after = change.after.content if change.after else b""
    if before == after:
        return
    old, new = _lines(before), _lines(after)
    if old is None or new is None:
        yield f"Binary files a/{change.path} and b/{change.path} differ\n"
        return
    names = (f"a/{change.path}" if change.before else "/dev/null", f"b/{change.path}" if change.after else "/dev/null")
    for line in difflib.unified_diff(old, new, *names):
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _mode_lines(change: Change) -> Iterator[str]:
    if change.before is None:
        yield f"new file mode {_mode(change.after)}\n"
    elif change.after is None:
        yield f"deleted file mode {_mode(change.before)}\n"
    elif change.before.executable != change.after.executable:
        yield f"old mode {_mode(change.before)}\nnew mode {_mode(change.after)}\n"


def _mode(file: File | OnDisk | None) -> str:
    return "100755" if file and file.executable else "100644"


def _lines(content: bytes) -> list[str] | None:
    """Split text at line feeds alone, for str.splitlines knows many more; None for what is no text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else [line for line in re.split(r"(?<=\n)", text) if line]
