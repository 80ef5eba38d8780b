"""What is left of a bug: the traceback in a file, one line on the screen."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback

import click

from orogen import __version__


def report_crash(error: BaseException) -> None:
    """Write the traceback into the temp directory and say where; on the screen when that cannot be written either."""
    details = "".join(traceback.format_exception(error))
    text = f"orogen {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{details}"
    summary = f"error: this is a bug in orogen: {type(error).__name__}"
    try:
        with tempfile.NamedTemporaryFile("w", prefix="orogen-", suffix=".log", encoding="utf-8", delete=False) as log:
            log.write(text)
    except OSError:
        click.echo(f"{summary}\n\n{text}", file=sys.stderr)
        return
    click.echo(f"{summary}; please report it with {log.name}", file=sys.stderr)
