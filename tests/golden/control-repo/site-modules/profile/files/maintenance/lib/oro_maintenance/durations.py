"""Lengths of time as people write them: `1d2h30m`."""

from __future__ import annotations

import argparse
import re
from datetime import datetime, timedelta

_FORM = re.compile(r"(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")


def duration(text: str) -> timedelta:
    """Read a length of time. Raises argparse.ArgumentTypeError."""
    found = _FORM.fullmatch(text)
    length = timedelta(**{unit: int(count or 0) for unit, count in found.groupdict().items()}) if found else timedelta()
    if not length:
        raise argparse.ArgumentTypeError(f"`{text}` is no length of time: write it like 1d2h30m")
    return length


def later(moment: str, length: timedelta) -> str:
    """Give the moment that comes so much later, both as the tool writes them."""
    return (datetime.fromisoformat(moment) + length).strftime("%Y-%m-%dT%H:%M:%SZ")
