"""BSON to Python and back. Dictionaries keep their order; types that Python lacks have a class each, or are a `Raw`."""

from __future__ import annotations

import os
import re
import struct
import time
from typing import Any, NamedTuple

Document = dict[str, Any]


class Int64(int):
    """A long that came as one and goes out as one, small as it may be."""


class Date(int):
    """Milliseconds since 1970."""


class Timestamp(int):
    """Seconds in the upper half, a counter in the lower."""


class Binary(NamedTuple):
    """Bytes and the subtype they came with."""

    data: bytes
    kind: int = 0


class Regex(NamedTuple):
    """A pattern and its options."""

    pattern: str
    options: str = ""


class Raw(NamedTuple):
    """A value that nobody here calculates with: an ObjectId, a decimal, the smallest and the largest key."""

    kind: int
    data: bytes


_OBJECT_ID = 7
_RAW_SIZES = {6: 0, _OBJECT_ID: 12, 19: 16, 127: 0, 255: 0}


def object_id() -> Raw:
    """Make an ObjectId as drivers do: the time, then what nobody else has."""
    return Raw(_OBJECT_ID, struct.pack(">I", int(time.time())) + os.urandom(8))


def now() -> Date:
    """Give this moment."""
    return Date(time.time() * 1000)


def decode(data: bytes) -> Document:
    """Read one document."""
    return _document(data, 0)[0]


def _cstring(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(0, at)
    return data[at:end].decode(), end + 1


def _document(data: bytes, at: int) -> tuple[Document, int]:
    end = at + int(struct.unpack_from("<i", data, at)[0])
    found: Document = {}
    at += 4
    while at < end - 1:
        kind = data[at]
        name, at = _cstring(data, at + 1)
        found[name], at = _value(kind, data, at)
    return found, end


def _number(kind: int, data: bytes, at: int) -> tuple[Any, int]:
    make, layout = {1: (float, "<d"), 9: (Date, "<q"), 16: (int, "<i"), 17: (Timestamp, "<Q"), 18: (Int64, "<q")}[kind]
    return make(struct.unpack_from(layout, data, at)[0]), at + struct.calcsize(layout)


def _value(kind: int, data: bytes, at: int) -> tuple[Any, int]:
    if kind in {1, 9, 16, 17, 18}:
        return _number(kind, data, at)
    if kind in {2, 13, 14}:
        size = struct.unpack_from("<i", data, at)[0]
        return data[at + 4 : at + 3 + size].decode(), at + 4 + size
    if kind in {3, 4}:
        found, end = _document(data, at)
        return (found if kind == 3 else list(found.values())), end
    if kind == 5:
        size, subtype = struct.unpack_from("<iB", data, at)
        return Binary(data[at + 5 : at + 5 + size], subtype), at + 5 + size
    if kind == 8:
        return data[at] == 1, at + 1
    if kind == 10:
        return None, at
    if kind == 11:
        pattern, at = _cstring(data, at)
        options, at = _cstring(data, at)
        return Regex(pattern, options), at
    if kind in _RAW_SIZES:
        return Raw(kind, data[at : at + _RAW_SIZES[kind]]), at + _RAW_SIZES[kind]
    raise ValueError(f"BSON type {kind} is unknown to the stand-in")


def encode(document: Document) -> bytes:
    """Write one document."""
    body = b"".join(_element(name, value) for name, value in document.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def _element(name: str, value: Any) -> bytes:
    kind, data = _encoded(value)
    return bytes([kind]) + name.encode() + b"\0" + data


def _encoded_number(value: int | float) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return 8, bytes([value])
    if isinstance(value, float):
        return 1, struct.pack("<d", value)
    if isinstance(value, Date):
        return 9, struct.pack("<q", value)
    if isinstance(value, Timestamp):
        return 17, struct.pack("<Q", value)
    if isinstance(value, Int64) or not -(2**31) <= value < 2**31:
        return 18, struct.pack("<q", value)
    return 16, struct.pack("<i", value)


def _encoded(value: Any) -> tuple[int, bytes]:
    if value is None:
        return 10, b""
    if isinstance(value, (int, float)):
        return _encoded_number(value)
    if isinstance(value, str):
        text = value.encode() + b"\0"
        return 2, struct.pack("<i", len(text)) + text
    if isinstance(value, dict):
        return 3, encode(value)
    if isinstance(value, Binary):
        return 5, struct.pack("<iB", len(value.data), value.kind) + value.data
    if isinstance(value, Regex):
        return 11, f"{value.pattern}\0{value.options}\0".encode()
    if isinstance(value, Raw):
        return value.kind, value.data
    if isinstance(value, list):
        return 4, encode({str(index): each for index, each in enumerate(value)})
    raise TypeError(f"no BSON for {type(value).__name__}")


def order(value: Any) -> tuple[Any, ...]:
    """Give what sorts like MongoDB's order of types and values; equal values have equal orders."""
    if value is None:
        return (1,)
    if isinstance(value, (int, float)):
        rank = (
            8
            if isinstance(value, bool)
            else 9
            if isinstance(value, Date)
            else 10
            if isinstance(value, Timestamp)
            else 2
        )
        return (rank, int(value) if value == value // 1 else value)
    if isinstance(value, str):
        return (3, value)
    if isinstance(value, dict):
        return (4, tuple((order(each), name) for name, each in value.items()))
    if isinstance(value, Binary):
        return (6, len(value.data), value.kind, value.data)
    if isinstance(value, Raw):
        return (7 if value.kind == _OBJECT_ID else value.kind, value.data)
    if isinstance(value, Regex):
        return (11, value.pattern, value.options)
    return (5, tuple(order(each) for each in value))


def compiled(value: Regex) -> re.Pattern[str]:
    """Give Python's form of a regular expression."""
    flags = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
    return re.compile(value.pattern, sum(flags.get(letter, 0) for letter in value.options))
