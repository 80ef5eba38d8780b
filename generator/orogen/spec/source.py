"""Bytes from a file or standard input to text: bounded, UTF-8 only, and nothing that is not text."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from orogen.errors import OrogenError
from orogen.frozen import dataclass
from orogen.spec import codes
from orogen.spec.diagnostic import Diagnostic, Span

LIMIT = 5 * 1024 * 1024
STANDARD_INPUT = "<stdin>"

# YAML's own line breaks, so that lines count here as they do in its parser.
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one spec and the name by which it is shown."""

    file: str
    text: str


def read_source(source: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Read a file, or standard input for `-`. The text is empty where there is a problem with it.

    Raises OrogenError when it cannot be read at all.
    """
    file = STANDARD_INPUT if source == "-" else source
    content = _read(source)
    if len(content) > LIMIT:
        return Source(file, ""), (_too_large(file),)
    return _decode(file, content)


def _read(source: str) -> bytes:
    # One byte more than allowed tells a file that is too large from one that just fits, and reads no more of it.
    try:
        if source == "-":
            return _standard_input()
        with Path(source).open("rb") as stream:
            return stream.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise OrogenError(f"there is no file {source}", help="Check the path: a spec is a YAML file.") from error
    except IsADirectoryError as error:
        raise OrogenError(f"{source} is a directory", help="Name the spec files in it.") from error
    except PermissionError as error:
        raise OrogenError(f"{source} may not be read", help="Give yourself the right to read it.") from error
    except OSError as error:
        raise OrogenError(f"{source} cannot be read: {error.strerror}") from error


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OrogenError("standard input is closed", help="Pipe a spec into it, or name a file.")
    return sys.stdin.buffer.read(LIMIT + 1)


def _decode(file: str, content: bytes) -> tuple[Source, tuple[Diagnostic, ...]]:
    if content.startswith(_UTF_16):
        return Source(file, ""), (_not_text(file, "", "the file is in UTF-16"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="replace")
        return Source(file, ""), (_not_text(file, before, f"byte 0x{content[error.start]:02x} is not UTF-8"),)
    if stray := _NOT_TEXT.search(text):
        found = f"character U+{ord(stray[0]):04X} is not text"
        return Source(file, ""), (_not_text(file, text[: stray.start()], found),)
    return Source(file, text), ()


def _not_text(file: str, before: str, found: str) -> Diagnostic:
    lines = LINE_BREAK.split(before)
    line, column = len(lines), len(lines[-1]) + 1
    return Diagnostic(
        code=codes.NOT_TEXT,
        message=found,
        help="A spec is a YAML file in UTF-8: save it as one.",
        span=Span(file, line, column, line, column + 1),
    )


def _too_large(file: str) -> Diagnostic:
    return Diagnostic(
        code=codes.TOO_LARGE,
        message=f"the file is larger than {LIMIT // 1024 // 1024} MiB",
        help="A spec has some hundred lines: check that this is the right file.",
        span=Span(file),
    )
