"""Where sets go, what they hold and how long they are kept: /etc/orogen/backup/environment.

The file's lines are variables that a shell could read; those that restic and PostgreSQL's clients know go to them as
they are.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "/etc/orogen/backup/environment"


@dataclass(frozen=True)
class Settings:
    """What is backed up here; `kept` says for how long, by tier: `48h`, `7d`, `12m`, or `0` for a tier that is off.

    `media` are the databases of the file store, `disks` the node exporters of each store's nodes, `console` how
    OroCommerce's console is called on this node: empty without the application. `archive` holds pgBackRest's
    configuration where WAL is kept, `moment` a server for a moment, `postgresql` is where PostgreSQL's programs are.
    `wait` is how many seconds a run waits for stores that are not up.
    """

    environment: str
    environment_type: str
    release: str
    repository: str
    node: str
    state: Path
    cache: Path
    metrics: Path
    zone: ZoneInfo
    kept: Mapping[str, str]
    media: tuple[str, ...]
    media_login: Path
    restore_login: Path
    console: str
    maintenance: str
    url: str
    disks: Mapping[str, tuple[str, ...]]
    archive: Path
    moment: Path
    postgresql: str
    check_parts: int
    wait: int


def read(path: Path) -> dict[str, str]:
    """Give the variables of a file whose lines a shell could read. Raises OSError, ValueError."""
    return dict(word.split("=", 1) for word in shlex.split(path.read_text(), comments=True))


def load(path: Path) -> Settings:
    """Read the settings; all variables go on to programs that are started. Raises OSError, ValueError, KeyError."""
    found = read(path)
    # The manifest's times and restic's --time are in UTC.
    os.environ.update({**found, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    return Settings(
        environment=found["BACKUP_HOST"],
        environment_type=found["BACKUP_TYPE"],
        release=found["BACKUP_RELEASE"],
        repository=found["RESTIC_REPOSITORY"],
        node=os.uname().nodename.partition(".")[0],
        state=Path(found["BACKUP_STATE"]),
        cache=Path(found["BACKUP_CACHE"]),
        metrics=Path(found["BACKUP_METRICS"]),
        zone=ZoneInfo(found["BACKUP_TIMEZONE"]),
        kept={tier: found[f"BACKUP_{tier.upper()}"] for tier in ("hourly", "weekly", "monthly")},
        media=tuple(found.get("BACKUP_FILES", "").split()),
        media_login=path.with_name("mongodump.yaml"),
        restore_login=path.with_name("mongorestore.yaml"),
        console=found["BACKUP_CONSOLE"],
        maintenance=found["BACKUP_MAINTENANCE"],
        url=found["BACKUP_URL"],
        disks={store: tuple(found.get(f"BACKUP_{store.upper()}_NODES", "").split()) for store in ("database", "files")},
        archive=Path(found["BACKUP_ARCHIVE"]),
        moment=Path(found["BACKUP_MOMENT"]),
        postgresql=found["BACKUP_POSTGRESQL"],
        check_parts=int(found["BACKUP_CHECK_PARTS"]),
        wait=int(found["BACKUP_WAIT"]),
    )
