"""What stands in the way, in one clear phrase, and what to do about it."""

from __future__ import annotations


class ToolError(Exception):
    """The tool cannot answer: exit code 2."""

    code = 2

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002  # as OrogenError has it
        super().__init__(message)
        self.message = message
        self.help = help


class RefusedError(ToolError):
    """The answer is no: exit code 1."""

    code = 1
