"""Colours as data: one table with them and one without."""

from __future__ import annotations

from orogen.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What is written before a part of a report, and after each part; empty where there is no colour."""

    place: str = ""
    error: str = ""
    warning: str = ""
    note: str = ""
    margin: str = ""
    help: str = ""
    end: str = ""


PLAIN = Style()
COLOURED = Style(
    place="\x1b[1m",
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    note="\x1b[1;34m",
    margin="\x1b[34m",
    help="\x1b[36m",
    end="\x1b[0m",
)
