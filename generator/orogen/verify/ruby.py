"""A warm Ruby process with Puppet loaded, asked and answered in JSON lines (compile.rb has the other end)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, Self, cast

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = Path(__file__).with_name("compile.rb")
# Where Puppet's and OpenVox's own packages put what is not always on PATH.
_VENDOR = Path("/opt/puppetlabs")
_LAST_LINES = 8


def find() -> Path | None:
    """Give the Ruby that runs the `puppet` on PATH (or the vendor's); None where there is no Puppet."""
    puppet = shutil.which("puppet") or shutil.which("puppet", path=str(_VENDOR / "bin"))
    if puppet is None:
        return None
    program = Path(puppet).resolve()
    if program.is_relative_to(_VENDOR):
        return _VENDOR / "puppet" / "bin" / "ruby"
    named = _interpreter(program) or shutil.which("ruby")
    return Path(named) if named else None


def _interpreter(program: Path) -> str | None:
    """Give the Ruby that a script's first line names, when it names one by its path."""
    with program.open("rb") as script:
        words = script.readline(256).decode(errors="replace").removeprefix("#!").split()
    return words[0] if words and Path(words[0]).name.startswith("ruby") else None


class Ruby:
    """One process. It reads and writes nothing but the scratch folder, and dies with this object."""

    def __init__(self, ruby: Path, scratch: Path) -> None:
        scratch.mkdir(parents=True)
        self._errors = scratch / "stderr"
        with self._errors.open("wb") as errors:
            try:
                self._process = subprocess.Popen(
                    [ruby, _PROGRAM, scratch],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=_environment(os.environ),
                    # Ctrl-C reaches Python alone, which then ends the process: no Ruby backtrace on the screen.
                    start_new_session=True,
                )
            except OSError as error:
                raise OrogenError(f"{ruby} cannot be run: {error.strerror}") from error
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, request: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
        """Send one request and give its answer. Raises OrogenError when the process dies or takes longer than that."""
        started = monotonic()
        deadline = threading.Timer(seconds, self._kill)
        deadline.start()
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
            answer = self._answers.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            deadline.cancel()
        if not answer.endswith(b"\n"):
            late = monotonic() - started >= seconds
            raise self._failure(request, f"gave no answer for {seconds:g} seconds" if late else "broke down")
        result: dict[str, Any] = json.loads(answer)
        return result

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._kill()
        self._process.wait()
        self._answers.close()
        with suppress(BrokenPipeError):
            self._requests.close()

    def _kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def _failure(self, request: Mapping[str, Any], what: str) -> OrogenError:
        self._kill()
        subject = f" for {request['certname']}" if "certname" in request else ""
        said = self._errors.read_text(errors="replace")
        for secret in request.get("secrets", ()):
            said = said.replace(secret["value"], "[secret]")
        last = said.strip().splitlines()[-_LAST_LINES:]
        return OrogenError(
            f"Ruby {what}{subject}" + "".join(f"\n  {line}" for line in last),
            help="Check that `puppet --version` works; then please report this as a bug of orogen.",
        )


def _environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Give the environment without what changes Ruby, and in UTF-8, as data and templates are."""
    kept = {name: value for name, value in outer.items() if name not in {"RUBYOPT", "RUBYLIB", "LANGUAGE"}}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
