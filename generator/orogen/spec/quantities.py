"""Amounts as people write them in a spec. The schema has checked their form."""

from __future__ import annotations

import re

_BYTES = {"MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_MINUTES = {"h": 60, "m": 1}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

# restic's durations know years, months, days and hours, and no weeks (its manual, "Removing snapshots by policy").
_RESTIC = {"h": (1, "h"), "d": (1, "d"), "w": (7, "d"), "M": (1, "m")}


def size(text: str) -> int:
    """Give the bytes of `32GiB`."""
    number, unit = text[:-3], text[-3:]
    return int(number) * _BYTES[unit]


def minutes(text: str) -> int:
    """Give the minutes of `2h`, `90m` or `1h30m`."""
    return sum(int(number) * _MINUTES[unit] for number, unit in re.findall("([0-9]+)([hm])", text))


def seconds(text: str) -> int:
    """Give the seconds of `90s`, `2m`, `1h` or `1d`."""
    return int(text[:-1]) * _SECONDS[text[-1]]


def days(text: str) -> int:
    """Give the days of `7d`, `2w` or `none`."""
    return 0 if text == "none" else int(text[:-1]) * {"d": 1, "w": 7}[text[-1]]


def retention(text: str) -> str:
    """Give `7d`, `4w`, `12M` or `none` as `7d`, `28d`, `12m` or `0`: what restic's `--keep-within-*` options read."""
    if text == "none":
        return "0"
    factor, unit = _RESTIC[text[-1]]
    return f"{int(text[:-1]) * factor}{unit}"
