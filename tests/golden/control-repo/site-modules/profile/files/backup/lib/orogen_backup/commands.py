"""Programs that are started: what they say, and what they send from one to another."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CHUNK = 1 << 20


def say(text: str) -> None:
    """Write a line for the journal, or for who sits in front of the screen."""
    print(text, file=sys.stderr, flush=True)


def ask(
    command: Sequence[str],
    text: str = "",
    environment: Mapping[str, str] | None = None,
    seconds: float | None = None,
    name: str = "",
) -> str:
    """Give what a program prints. Raises Problem with its last words; `name` is the program's, if not the first."""
    try:
        done = subprocess.run(
            command,
            input=text,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Problem(f"`{name or command[0]}` gave no answer in {seconds:.0f} s") from error
    except OSError as error:
        raise Problem(f"`{command[0]}` cannot be started: {error.strerror}") from error
    if done.returncode:
        raise Problem(f"`{name or command[0]}` failed: {last_words(done.stderr or done.stdout)}")
    return done.stdout


def last_words(text: str) -> str:
    """Give the last lines of what a program said that say anything."""
    lines = [line.strip() for said in text.splitlines() for line in _message(said).splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or "it said nothing"


def _message(line: str) -> str:
    """Give the message in a line of restic's that is JSON; any other line as it is."""
    try:
        return str(json.loads(line)["message"])
    except (ValueError, TypeError, KeyError):
        return line


@dataclass
class Measured:
    """What went through a pipe: how much, and its digest."""

    bytes: int
    sha256: str


@dataclass
class Program:
    """A program, our end of the pipe to it or from it, and the file that takes what it complains about."""

    name: str
    process: subprocess.Popen[bytes]
    pipe: IO[bytes]
    complaints: IO[bytes]

    def said(self) -> str:
        """Give what it has written to its standard error."""
        self.complaints.seek(0)
        return self.complaints.read().decode(errors="replace")

    def finish(self) -> None:
        """Wait for its end. Raises Problem when it failed."""
        code = self.process.wait()
        if code:
            reason = f"was killed by signal {-code}" if code < 0 else f"failed: {last_words(self.said())}"
            raise Problem(f"`{self.name}` {reason}")

    def output(self) -> Iterator[bytes]:
        """Give what it writes, to its end. Raises Problem when it failed, after all that it has written."""
        while data := self.pipe.read(CHUNK):
            yield data
        self.finish()


@contextmanager
def started(
    command: Sequence[str], *, reads: bool = False, environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Start a program that writes to a pipe or, with `reads`, reads from one. Whatever happens, it ends with the block.

    It is interrupted, not killed: restic then removes its lock, and stores nothing of what has come so far.
    """
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if reads else subprocess.PIPE,
                stderr=complaints,
                env={**os.environ, **(environment or {})},
            )
        except OSError as error:
            raise Problem(f"`{command[0]}` cannot be started: {error.strerror}") from error
        pipe = cast("IO[bytes]", process.stdin or process.stdout)
        try:
            yield Program(command[0], process, pipe, complaints)
        finally:
            _end(process)
            with suppress(BrokenPipeError):
                pipe.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pour(source: Iterable[bytes], target: Program) -> Measured:
    """Send all of a source to a program, and wait for its end. Raises Problem.

    The program learns that it has everything only after the source ended well: a dump that breaks off is never stored.
    """
    digest, size = hashlib.sha256(), 0
    try:
        for data in source:
            digest.update(data)
            size += len(data)
            target.pipe.write(data)
        target.pipe.close()
    except BrokenPipeError:
        # The program says why it reads no more.
        target.finish()
        raise Problem(f"`{target.name}` stopped reading") from None
    target.finish()
    return Measured(size, digest.hexdigest())
