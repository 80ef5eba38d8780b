"""The one place where anything that goes wrong in a command is shown and becomes an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from orogen.cli.group import orogen
from orogen.errors import OrogenError

FINE = 0
NO_ANSWER = 2
BUG = 3


def run() -> int:
    """Run the command that the arguments name, and give its exit code."""
    # A character that the terminal's encoding lacks must not stop a report.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = orogen.main(prog_name="orogen", standalone_mode=False)
    except OrogenError as error:
        click.echo(f"error: {error}" + (f"\nhelp: {error.help}" if error.help else ""), err=True)
        return NO_ANSWER
    except click.ClickException as error:
        error.show()
        return NO_ANSWER
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"error: {place}{error.strerror or error}", err=True)
        _forget_unwritten_results()
        return NO_ANSWER
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except Exception as error:
        from orogen.cli.crash import report_crash

        report_crash(error)
        return BUG
    return result if isinstance(result, int) else FINE


def _forget_unwritten_results() -> None:
    """Send what could not be written to nowhere: Python would try once more at its end, and exit with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
