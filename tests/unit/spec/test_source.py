from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from orogen.errors import OrogenError
from orogen.spec import codes
from orogen.spec.source import LIMIT, read_source


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a: b\n", "a: b\n"),
        (b"\xef\xbb\xbfa: b\n", "a: b\n"),
        ("ключ: 🎉\r\n".encode(), "ключ: 🎉\r\n"),
    ],
)
def test_text_is_read_without_its_byte_order_mark(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "spec.yaml").write_bytes(content)
    source, problems = read_source(str(tmp_path / "spec.yaml"))
    assert (source.text, problems) == (text, ())


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (b"a: b\nc: \xff\n", codes.NOT_TEXT, 2, 4),
        (b"a: b\r\n\r\n\x00", codes.NOT_TEXT, 3, 1),
        ("é: \x1b".encode(), codes.NOT_TEXT, 1, 4),
        ("version: 1".encode("utf-16"), codes.NOT_TEXT, 1, 1),
        (b"\x7fELF\x02\x01\x01", codes.NOT_TEXT, 1, 1),
        (b"#" * (LIMIT + 1), codes.TOO_LARGE, 1, 1),
    ],
)
def test_what_is_not_text_is_a_problem_with_its_place(
    tmp_path: Path, content: bytes, code: str, line: int, column: int
) -> None:
    (tmp_path / "spec.yaml").write_bytes(content)
    source, problems = read_source(str(tmp_path / "spec.yaml"))
    assert source.text == ""
    assert [(problem.code, problem.span.line, problem.span.column) for problem in problems] == [(code, line, column)]


def test_a_file_of_just_the_largest_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_bytes(b"#" * LIMIT)
    source, problems = read_source(str(tmp_path / "spec.yaml"))
    assert (len(source.text), problems) == (LIMIT, ())


class _Counting(io.BytesIO):
    """Standard input that would go on for ever and counts what is taken from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.taken += size
        return b"#" * size


def test_no_more_is_read_than_the_limit_and_one_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Counting()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    _, problems = read_source("-")
    assert stream.taken == LIMIT + 1
    assert [problem.code for problem in problems] == [codes.TOO_LARGE]


def test_standard_input_has_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: b")))
    source, _ = read_source("-")
    assert (source.file, source.text) == ("<stdin>", "a: b")


def test_closed_standard_input_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(OrogenError, match="closed"):
        read_source("-")


def test_a_missing_file_and_a_directory_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OrogenError, match="there is no file"):
        read_source(str(tmp_path / "missing.yaml"))
    with pytest.raises(OrogenError, match="is a directory"):
        read_source(str(tmp_path))


@pytest.mark.parametrize(
    ("error", "message"),
    [(PermissionError(), "may not be read"), (OSError(5, "Input/output error"), "cannot be read: Input/output error")],
)
def test_what_the_system_refuses_cannot_be_read(monkeypatch: pytest.MonkeyPatch, error: OSError, message: str) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OrogenError, match=message):
        read_source("spec.yaml")
