"""Commands of this node. Their lines come from the settings; over the network comes one whole word at the most."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

Say = Callable[[str], None]

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}
LOOK_SECONDS = 30
DO_SECONDS = 900


class CommandError(Exception):
    """A command failed, or took too long; `said` is its own last word, where it had one."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


def words(line: str, values: Mapping[str, str] | None = None) -> list[str]:
    """Split a line of the settings as a shell would, and put values into the place of `{name}` in its words.

    A word whose value is empty goes: the option that it belongs to is not wanted.
    """
    filled = []
    for word in shlex.split(line, comments=True):
        named = {f"{{{name}}}": value for name, value in (values or {}).items() if f"{{{name}}}" in word}
        if "" in named.values():
            continue
        for place, value in named.items():
            word = word.replace(place, value)
        filled.append(word)
    return filled


def ask(command: Sequence[str], seconds: int = LOOK_SECONDS) -> str:
    """Give what a command prints. Raises CommandError."""
    try:
        done = subprocess.run(
            command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandError(f"`{command[0]}`: {error}") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-3:]
        last = said[-1] if said else ""
        raise CommandError(f"`{shlex.join(command)}` exited with {done.returncode}: {' / '.join(said)}", last)
    return done.stdout


def perform(line: str, say: Say, values: Mapping[str, str] | None = None, seconds: int = DO_SECONDS) -> None:
    """Run a line of the settings and say what it prints. Raises CommandError, unless the line begins with `-`."""
    command = words(line.removeprefix("-"), values)
    say(f"$ {shlex.join(command)}")
    try:
        _perform(command, say, seconds)
    except CommandError as error:
        if not line.startswith("-"):
            raise
        say(f"{error}; that does not matter")


def _perform(command: Sequence[str], say: Say, seconds: int) -> None:
    shown = shlex.join(command)
    try:
        child = subprocess.Popen(
            command,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise CommandError(f"`{command[0]}`: {error}") from error
    late = threading.Event()
    timer = threading.Timer(seconds, _end, (child, late))
    timer.start()
    last = ""
    with child:
        for text in child.stdout or ():
            last = text.rstrip()
            say(last)
    timer.cancel()
    if late.is_set():
        raise CommandError(f"`{shown}` took more than {seconds} s and was ended")
    if child.returncode:
        raise CommandError(f"`{shown}` exited with {child.returncode}: {last}")


def _end(child: subprocess.Popen[str], late: threading.Event) -> None:
    """End a command and all that it started."""
    late.set()
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
