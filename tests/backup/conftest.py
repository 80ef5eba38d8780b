"""The program of the backup nodes, as tests call it: its own modules, and its settings in a folder."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from orogen.data import TEMPLATES

PROGRAM = TEMPLATES / "site-modules/profile/files/backup"
sys.path.insert(0, str(PROGRAM / "lib"))

if TYPE_CHECKING:
    from pathlib import Path

    from orogen_backup.settings import Settings

KEPT = {"hourly": "7d", "weekly": "28d", "monthly": "12m"}


def written(folder: Path, **changed: str) -> Path:
    """Write settings as Puppet does; a program in `folder/bin` comes before the machine's own."""
    for name in ("state", "cache", "metrics", "bin"):
        (folder / name).mkdir(exist_ok=True)
    variables = {
        "BACKUP_ARCHIVE": f"{folder}/pgbackrest",
        "BACKUP_CACHE": f"{folder}/cache",
        "BACKUP_CHECK_PARTS": "2",
        "BACKUP_CONSOLE": "",
        "BACKUP_HOST": "acme-prod",
        "BACKUP_HOURLY": KEPT["hourly"],
        "BACKUP_MAINTENANCE": f"{folder}/bin/oro-maintenance",
        "BACKUP_METRICS": f"{folder}/metrics",
        "BACKUP_MOMENT": f"{folder}/moment",
        "BACKUP_MONTHLY": KEPT["monthly"],
        "BACKUP_POSTGRESQL": "",
        "BACKUP_RELEASE": "6.1",
        "BACKUP_STATE": f"{folder}/state",
        "BACKUP_TIMEZONE": "Europe/Berlin",
        "BACKUP_TYPE": "production",
        "BACKUP_URL": "http://127.0.0.1:9/",
        "BACKUP_WAIT": "0",
        "BACKUP_WEEKLY": KEPT["weekly"],
        "PATH": f"{folder}/bin:/usr/bin:/bin",
        "RESTIC_PASSWORD": "a key",
        "RESTIC_REPOSITORY": f"{folder}/repository",
        **changed,
    }
    path = folder / "environment"
    path.write_text("".join(f"{name}='{value}'\n" for name, value in variables.items()))
    return path


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    from orogen_backup.settings import load, read

    path = written(tmp_path)
    # What `load` hands on to programs must not outlive the test.
    for name in (*read(path), "TZ", "LC_ALL"):
        monkeypatch.delenv(name, raising=False) if name != "PATH" else monkeypatch.setenv(name, "")
    return load(path)


needs_restic = pytest.mark.skipif(not shutil.which("restic"), reason="needs restic")
