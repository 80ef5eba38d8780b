"""What slow commands say while they work: one line a step, with a running clock on a terminal."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOCK_SECONDS = 1.0
_CLEAR = "\r\x1b[K"


@contextmanager
def step(words: str) -> Iterator[None]:
    """Show that a step is under way and, at its end, how long it took. A step that fails says so."""
    started = monotonic()
    ended = threading.Event()
    clock = threading.Thread(target=_tick, args=(words, started, ended), daemon=True)
    live = sys.stderr.isatty()
    if live:
        clock.start()
    mark = click.style("FAILED", fg="red", bold=True)
    try:
        yield
        mark = click.style("ok    ", fg="green")
    finally:
        ended.set()
        if live:
            clock.join()
        click.echo(f"{_CLEAR if live else ''}{mark} {words}, {monotonic() - started:.1f} s", err=True)


def _tick(words: str, started: float, ended: threading.Event) -> None:
    while True:
        click.echo(f"{_CLEAR}...    {words}, {monotonic() - started:.0f} s", nl=False, err=True)
        if ended.wait(_CLOCK_SECONDS):
            return
