"""orogen-backup as a process, the way systemd and people start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.backup.conftest import PROGRAM

ROOT = Path(__file__).parents[2]
# The program looks for its modules where Puppet puts them; here they are elsewhere.
_START = """
import sys
from orogen_backup.main import main
from tests.backup.faults import install
install()
sys.exit(main(sys.argv[1:]))
"""


def start(folder: Path, *words: str, **variables: str) -> subprocess.Popen[str]:
    """Start it, in a process group of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{PROGRAM}/lib:{ROOT}",
        "OROGEN_BACKUP_SETTINGS": f"{folder}/environment",
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "-B", "-c", _START, *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(folder: Path, *words: str, code: int = 0, **variables: str) -> tuple[str, str]:
    """Run it to its end, which is to be this exit code, and give what it printed and what it said."""
    with start(folder, *words, **variables) as process:
        printed, said = process.communicate(timeout=300)
    assert process.returncode == code, said
    return printed, said


def run_by_systemd(folder: Path, command: str, code: int = 0, **variables: str) -> str:
    """Run it as its unit does, which says afterwards how it ended. Give what it said."""
    said = run(folder, command, code=code, **variables)[1]
    result = "signal" if code < 0 else "exit-code" if code else "success"
    run(folder, "ended", command, SERVICE_RESULT=result, EXIT_STATUS=str(abs(code)))
    return said


def failed(folder: Path, command: str) -> bool:
    """Say whether monitoring is told that the last run of a unit failed: what the alert BackupFailed is about."""
    figures = (folder / "metrics/orogen-backup.prom").read_text().splitlines()
    (figure,) = (line.split()[1] for line in figures if line.startswith(f'orogen_backup_failed{{run="{command}"}}'))
    return figure == "1"


def sets(folder: Path) -> list[dict[str, Any]]:
    """Give the sets that it lists, the newest first."""
    found: list[dict[str, Any]] = json.loads(run(folder, "list", "--format", "json")[0])
    return found
