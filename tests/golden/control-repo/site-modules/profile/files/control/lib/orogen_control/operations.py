"""What a service lets be done to it by name, such as emptying a queue."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from orogen_control.commands import Say, ask, perform, words

if TYPE_CHECKING:
    from orogen_control.settings import Operation, Settings


class RefusedError(Exception):
    """What is asked for is not in the table, or an argument is not what it must be."""


def operation_of(settings: Settings, service: str, name: str) -> Operation:
    """Give an operation. Raises RefusedError."""
    stated = settings.services.get(service)
    if stated is None or name not in stated.operations:
        raise RefusedError(f"`{service} {name}` is nothing that {settings.node} does")
    return stated.operations[name]


def run(operation: Operation, arguments: dict[str, str], say: Say) -> Any:
    """Run an operation: one that only looks gives its JSON, the other says what it prints. Raises CommandError."""
    checked = _checked(operation, arguments)
    if operation.changes:
        perform(operation.command, say, checked, operation.seconds)
        return None
    return json.loads(ask(words(operation.command, checked), operation.seconds))


def _checked(operation: Operation, arguments: dict[str, str]) -> dict[str, str]:
    if set(arguments) != set(operation.arguments):
        raise RefusedError(f"the arguments are {', '.join(operation.arguments) or 'none'}, not {', '.join(arguments)}")
    for name, pattern in operation.arguments.items():
        value = arguments[name]
        # An option in the place of a value is no value, whatever the pattern lets through.
        if not isinstance(value, str) or value.startswith("-") or not re.fullmatch(pattern, value):
            raise RefusedError(f"`{value}` is no {name}")
    return arguments
