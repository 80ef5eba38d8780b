from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.repo.changes import Changes, compare
from orogen.repo.diff import summary, unified
from orogen.repo.disk import OnDisk
from orogen.repo.lock import digest
from orogen.repo.tree import File

TEXTS = st.text(alphabet="ab\n\r\x0c\x85\u2028 -+@\\é", max_size=12).map(str.encode)
FILES = st.builds(OnDisk, TEXTS, st.booleans())
PATHS = st.sampled_from(["a", "b c", "d/e", "d/é"])


def between(old: dict[str, OnDisk], new: dict[str, File]) -> Changes:
    return compare(new, {path: digest(file.content) for path, file in old.items()}, old)


def test_summary_has_a_word_and_a_path_a_line() -> None:
    disk = {path: OnDisk(b"mine", executable=False) for path in "bcde"}
    owned = {"b": digest(b"mine"), "c": digest(b"mine"), "d": digest(b"old")}
    changes = compare({path: File(b"new") for path in "abde"}, owned, disk)

    assert summary(changes) == ["create a", "update b", "delete c", "edited d", "foreign e"]


def test_unified_shows_text_line_by_line() -> None:
    changes = between({"a": OnDisk(b"x: 1\ny: 2", executable=False)}, {"a": File(b"x: 1\ny: 3\n", executable=True)})

    assert unified(changes).splitlines() == [
        "diff --git a/a b/a",
        "old mode 100644",
        "new mode 100755",
        "--- a/a",
        "+++ b/a",
        "@@ -1,2 +1,2 @@",
        " x: 1",
        "-y: 2",
        "\\ No newline at end of file",
        "+y: 3",
    ]


def test_binary_files_take_one_line() -> None:
    for content in (b"\xff\xfe", b"a\0b"):
        assert unified(between({}, {"a": File(content)})).splitlines()[-1] == "Binary files a/a and b/a differ"


def test_no_change_is_no_text() -> None:
    assert unified(between({"a": OnDisk(b"x", executable=False)}, {"a": File(b"x")})) == ""


@settings(max_examples=40)
@given(st.dictionaries(PATHS, FILES, max_size=3), st.dictionaries(PATHS, FILES, max_size=3))
def test_git_apply_makes_the_new_files_of_the_old(old: dict[str, OnDisk], new: dict[str, OnDisk]) -> None:
    text = unified(between(old, {path: File(file.content, executable=file.executable) for path, file in new.items()}))
    with tempfile.TemporaryDirectory() as directory:
        for path, file in old.items():
            target = Path(directory, path)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.content)
            target.chmod(0o755 if file.executable else 0o644)
        env = {**os.environ, "GIT_CEILING_DIRECTORIES": str(Path(directory).parent)}
        command = ["git", "apply", "--unsafe-paths", "--whitespace=nowarn", "--allow-empty", "-"]
        subprocess.run(command, input=text.encode(), cwd=directory, check=True, env=env)
        left = {
            str(path.relative_to(directory)): OnDisk(path.read_bytes(), bool(path.stat().st_mode & 0o100))
            for path in Path(directory).rglob("*")
            if path.is_file()
        }

    assert left == new
