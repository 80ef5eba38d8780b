"""What every command is given: the configuration, the nodes, and how an operation is locked and logged."""

from __future__ import annotations

import os
import pwd
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oro_maintenance.control import Nodes
from oro_maintenance.errors import ToolError
from oro_maintenance.journal import Journal, now
from oro_maintenance.lock import locked
from oro_maintenance.output import say, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from oro_maintenance.configuration import Configuration


@dataclass(frozen=True)
class Tool:
    """One call of the tool; `command` is the line that was typed."""

    configuration: Configuration
    form: str
    command: str
    unlocked: bool

    @property
    def nodes(self) -> Nodes:
        """The nodes, to look at."""
        return Nodes(self.configuration, say)

    def show(self, record: dict[str, Any], text: Callable[[dict[str, Any]], Iterable[str]]) -> None:
        """Print a result."""
        show(record, self.form, text)

    def confirmed(self, force: bool, question: str) -> bool:
        """Ask for a yes where a person sits at a terminal and did not say `--force`; else only that counts."""
        if force or self.form != "text" or not sys.stdin.isatty():
            return force
        print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    @contextmanager
    def operation(self, name: str) -> Iterator[Operation]:
        """Hold the lock and keep a log while something is changed. Raises ToolError."""
        holder = {
            "user": user(),
            "host": self.configuration.node,
            "pid": os.getpid(),
            "since": now(),
            "command": self.command,
        }
        with locked(self.configuration, holder, say, alone=self.unlocked):
            journal = Journal(self.configuration.logs, name, holder)
            try:
                operation = Operation(self.configuration, holder, journal)
                yield operation
            except ToolError as error:
                journal.end(error.message, error.code)
                raise
            except BaseException as error:
                journal.end(f"broken off: {error!r}", 3)
                raise
            journal.end(operation.result, operation.code)


class Operation:
    """Something that changes the environment, under way; `result` and `code` are what its log ends with."""

    def __init__(self, configuration: Configuration, holder: Mapping[str, Any], journal: Journal) -> None:
        self.by = {"who": f"{holder['user']}@{holder['host']}", "since": str(holder["since"])}
        self.result = "done"
        self.code = 0
        self._journal = journal
        self.nodes = Nodes(configuration, self.say)

    def say(self, text: str) -> None:
        """Tell what happens, on screen and in the log."""
        say(text)
        self._journal.say(text)

    def ended(self, faults: Iterable[str]) -> int:
        """Take down how it ended and give the exit code."""
        found = list(faults)
        self.code = 1 if found else 0
        self.result = "; ".join(found) or "done"
        return self.code


def user() -> str:
    """Give who is behind root."""
    return os.environ.get("SUDO_USER") or pwd.getpwuid(os.getuid()).pw_name
