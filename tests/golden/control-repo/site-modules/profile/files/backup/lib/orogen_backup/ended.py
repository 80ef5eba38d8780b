"""orogen-backup ended: what systemd says of a run after its end, whatever ended it: a kill and a full disk too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from orogen_backup import metrics, verify
from orogen_backup.commands import say
from orogen_backup.errors import Busy, Problem
from orogen_backup.lock import held

if TYPE_CHECKING:
    from orogen_backup.settings import Settings


def run(settings: Settings, command: str) -> None:
    """Record whether the run failed, and clean up after a verification that did."""
    result, status = os.environ.get("SERVICE_RESULT", ""), os.environ.get("EXIT_STATUS", "")
    if status == str(Busy.exit_code):
        return
    failed = result != "success"
    metrics.record(settings, {f'orogen_backup_failed{{run="{command}"}}': float(failed)})
    if not failed:
        return
    say(f"{command} failed: {result}, {os.environ.get('EXIT_CODE', '')} {status}")
    if command == "verify":
        try:
            with held(settings.state / "verify.lock", "cleaning"):
                verify.clean(settings)
        except Problem as problem:
            say(f"what the verification left stays until the next one: {problem}")
