"""Hiera data as YAML that Puppet's reader takes exactly as it was meant.

No stock Python writer is safe for Ruby's Psych (`::1` becomes a Symbol, `1,000` an Integer), and none writes lists the
way Puppet people do at a useful speed. The form here is small: block mappings and lists, and a string stands bare only
when it cannot be anything else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.contract import Data, Value

_BARE = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]*|[a-z][a-z0-9_]*(::[a-z][a-z0-9_]*)+")
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"})
# Text that a literal block shows as it is: printable lines, none of them blank or indented, one newline at the end.
_BLOCK = re.compile(r"(?:[!-~](?:[ -~]*[!-~])?\n){2,}")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def hiera_yaml(title: str, sections: Iterable[tuple[str, Data]]) -> bytes:
    """Write one Hiera file: a title, then each section's keys sorted below a comment that says what they are for."""
    lines: list[str] = []
    for comment, data in sections:
        if data:
            lines += ["", f"# {comment}", *_mapping(dict(sorted(data.items())), "")]
    # An empty document would be null, on which Puppet warns.
    return "\n".join([f"# {title}", "---", *(lines or ["{}"]), ""]).encode()


def quoted(text: str) -> str:
    """Give the text as a YAML scalar: bare when nothing else can be read into it, in double quotes otherwise."""
    text = text.replace("%{", "%{literal('%')}{")
    if _BARE.fullmatch(text) and text.lower() not in _YAML_WORDS:
        return text
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else _code(c)) for c in text) + '"'


def _code(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _mapping(data: dict[str, Value], indent: str) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{indent}{quoted(key)}:", value, indent + "  ")


def _sequence(items: list[Value], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and item:
            first, *rest = _mapping(item, indent + "  ")
            yield f"{indent}- {first.strip()}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", item, indent + "  ")


def _entry(head: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield head
        yield from _mapping(value, indent)
    elif isinstance(value, list) and value:
        yield head
        yield from _sequence(value, indent)
    elif isinstance(value, str) and "%{" not in value and _BLOCK.fullmatch(value):
        yield f"{head} |"
        yield from (indent + line for line in value.splitlines())
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: Value) -> str:
    match value:
        case None:
            return "~"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return str(value)
