"""The one exception that is shown to a person: something outside orogen stands in the way."""

from __future__ import annotations


class OrogenError(Exception):
    """What went wrong and what to do, in words. The command line prints it and exits with 2."""

    def __init__(self, message: str, *, help: str = "") -> None:  # noqa: A002 - the word users read
        super().__init__(message)
        self.help = help
