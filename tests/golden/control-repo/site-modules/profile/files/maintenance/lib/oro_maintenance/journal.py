"""The log of operations: for each that changed something a file of JSON lines, with who, when, what and the result."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oro_maintenance.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    Entry = dict[str, Any]

NAME = re.compile(r"[a-z-]+_\d{8}T\d{6}Z(-\d+)?\.log")


def now() -> str:
    """Give this moment as the tool writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Journal:
    """One operation's log, written while it happens."""

    def __init__(self, folder: Path, operation: str, holder: Entry) -> None:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        stamp = re.sub(r"[-:]", "", holder["since"])
        path, further = folder / f"{operation}_{stamp}.log", 0
        while path.exists():
            further += 1
            path = folder / f"{operation}_{stamp}-{further}.log"
        self._path = path
        self._write(begun=holder)

    @property
    def name(self) -> str:
        """The log's name, as `log view` takes it."""
        return self._path.name

    def say(self, text: str) -> None:
        """Write what happens."""
        self._write(time=now(), said=text)

    def end(self, result: str, code: int) -> None:
        """Write what came of it."""
        self._write(ended=now(), result=result, code=code)

    def _write(self, **entry: Any) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(entry) + "\n")


def logs(folder: Path) -> list[Entry]:
    """Give all logs, the newest first; one without an end was broken off or is still written."""
    found = [path for path in folder.iterdir() if NAME.fullmatch(path.name)] if folder.is_dir() else []
    summaries = [_summary(path) for path in found]
    return sorted(summaries, key=lambda summary: (summary["since"], summary["name"]), reverse=True)


def entries(folder: Path, name: str) -> list[Entry]:
    """Give a log's lines. Raises ToolError."""
    if not NAME.fullmatch(name) or not (folder / name).is_file():
        raise ToolError(f"there is no log `{name}`", "`oro-maintenance log list` names them.")
    return _lines(folder / name)


def _summary(path: Path) -> Entry:
    lines = _lines(path)
    begun = lines[0].get("begun", {}) if lines else {}
    ended = lines[-1] if lines and "ended" in lines[-1] else {}
    return {
        "name": path.name,
        "since": begun.get("since", ""),
        "user": begun.get("user", ""),
        "host": begun.get("host", ""),
        "command": begun.get("command", ""),
        "ended": ended.get("ended", ""),
        "result": ended.get("result", "not ended"),
        "code": ended.get("code"),
    }


def _lines(path: Path) -> list[Entry]:
    """Read JSON lines; the last one of a process that was killed may be half."""
    found = []
    for text in path.read_text().splitlines():
        try:
            found.append(json.loads(text))
        except ValueError:
            continue
    return found
