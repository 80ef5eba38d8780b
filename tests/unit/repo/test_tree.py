from __future__ import annotations

import pytest

from orogen.repo.tree import File, ancestors, check_tree


def test_ancestors_are_listed_outermost_first() -> None:
    assert ancestors("a/b/c.yaml") == ["a", "a/b"]
    assert ancestors("README.md") == []


@pytest.mark.parametrize("path", ["README.md", "data/nodes/web 1.yaml", "a/.hidden", "..a/b..", "é/ü", ".gitignore"])
def test_plain_paths_are_taken(path: str) -> None:
    check_tree({path: File(b"")})


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a//b",
        "a/",
        "./a",
        ".git/config",
        "a/.GIT/hooks",
        "a\nb",
        "\x1b",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"plain relative path|belongs to git|printed"):
        check_tree({path: File(b"")})


@pytest.mark.parametrize("path", [".orogen/lock.json", ".orogen/staging", ".orogen/staging/0", ".orogen/lock.json/a"])
def test_what_the_write_itself_needs_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="kept for orogen"):
        check_tree({path: File(b"")})


def test_a_path_is_not_a_file_and_a_directory_at_once() -> None:
    with pytest.raises(ValueError, match="'a/b' is a file and a directory"):
        check_tree({"a/b/c": File(b""), "a/b": File(b"")})
