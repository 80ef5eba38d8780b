"""The one place where commands ask for the date: what is supported today may not be tomorrow."""

from __future__ import annotations

import os
from datetime import date

import click

from orogen.errors import OrogenError

VARIABLE = "OROGEN_TODAY"

option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Judge as if it were this day (2027-01-31): what will have reached its end of life?",
)


def today() -> date:
    """Give the day on which specs are judged: today, unless OROGEN_TODAY says otherwise. Raises OrogenError."""
    given = os.environ.get(VARIABLE)
    if not given:
        return date.today()
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise OrogenError(f"{VARIABLE} is `{given}`, which is no date", help="Write it as 2027-01-31.") from error
