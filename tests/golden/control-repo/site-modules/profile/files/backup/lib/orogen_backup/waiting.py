"""Stores that are not up yet: a run that was caught up on at boot comes before them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from orogen_backup import database, media
from orogen_backup.commands import say
from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from orogen_backup.settings import Settings

LOOK_EVERY_SECONDS = 10
SAY_EVERY_SECONDS = 60

# Says why a store cannot be used; nothing when it can.
Look = Callable[[], str]


def stores(settings: Settings) -> list[Look]:
    """Give the stores that a set is made of."""
    return [database.leads] + ([partial(media.leads, settings.media_login)] if settings.media else [])


def for_stores(looks: Iterable[Look], seconds: float) -> None:
    """Wait until all stores can be used, and say what is waited for. Raises Problem after so many seconds."""
    began = time.monotonic()
    said, said_at = "", began
    while reason := next(filter(None, (look() for look in looks)), ""):
        waited = time.monotonic() - began
        if waited >= seconds:
            raise Problem(f"{reason}; waited {waited:.0f} s")
        if reason != said or time.monotonic() - said_at >= SAY_EVERY_SECONDS:
            say(f"waiting: {reason}")
            said, said_at = reason, time.monotonic()
        time.sleep(min(LOOK_EVERY_SECONDS, seconds - waited))
