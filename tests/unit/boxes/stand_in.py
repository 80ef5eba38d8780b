"""A stand-in for podman: a small program of that name on PATH, which is none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

# It keeps the words of every call and what stood on standard input, in one write, and gives the first answer that fits.
# A call that no answer fits succeeds silently.
_PROGRAM = """\
#!/bin/sh
# A stand-in for podman in orogen's unit tests: it runs nothing.
words=$#
text=
[ -t 0 ] || text=$(cat)
printf '%s\\0' "$words" "$@" "$text" >>"{folder}/calls"
for answer in "{folder}"/answers/*; do
  [ -d "$answer" ] || continue
  read -r fits <"$answer/fits"
  # shellcheck disable=SC2254 # a pattern
  case "$*" in
    $fits)
      cat "$answer/out"
      cat "$answer/err" >&2
      read -r code <"$answer/code"
      if [ -e "$answer/once" ]; then mv "$answer" "{folder}/used"; fi
      exit "$code"
      ;;
  esac
done
"""


@dataclass(frozen=True)
class Call:
    """The words after `podman`, and what it was given on standard input."""

    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return " ".join(self.words)


class StandIn:
    """The program's folder: what it will answer, and what it was called with."""

    def __init__(self, folder: Path, name: str = "podman") -> None:
        self.folder = folder
        self.program = folder / "bin" / name
        self._numbers = count()
        for made in ("bin", "answers", "used"):
            (folder / made).mkdir(parents=True)
        self.program.write_text(_PROGRAM.format(folder=folder))
        self.program.chmod(0o755)

    def put_on_path(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let it be found before the real one."""
        monkeypatch.setenv("PATH", f"{self.program.parent}{os.pathsep}{os.environ['PATH']}")

    def answers(self, fits: str, out: str = "", *, err: str = "", code: int = 0, once: bool = False) -> None:
        """Add an answer for calls whose words fit the shell pattern; earlier answers go first."""
        answer = self.folder / "answers" / f"{next(self._numbers):03d}"
        answer.mkdir()
        for name, content in {"fits": f"{fits}\n", "out": out, "err": err, "code": f"{code}\n"}.items():
            (answer / name).write_text(content)
        if once:
            (answer / "once").touch()

    def forget(self) -> None:
        """Forget the calls so far."""
        (self.folder / "calls").unlink(missing_ok=True)

    @property
    def calls(self) -> list[Call]:
        """What it was called with, in order."""
        kept = self.folder / "calls"
        pieces = kept.read_text().split("\0")[:-1] if kept.exists() else []
        calls = []
        while pieces:
            words = int(pieces[0])
            calls.append(Call(tuple(pieces[1 : words + 1]), pieces[words + 1]))
            pieces = pieces[words + 2 :]
        return calls

    def calls_with(self, *words: str) -> list[Call]:
        """Give the calls that have all of these words."""
        return [call for call in self.calls if set(words) <= set(call.words)]
