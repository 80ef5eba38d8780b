"""Messages of MongoDB's wire protocol: OP_MSG, and OP_QUERY for a driver's first question."""

from __future__ import annotations

import itertools
import struct
from typing import TYPE_CHECKING, NamedTuple

from stand_in.bson import Document, decode, encode

if TYPE_CHECKING:
    import socket

REPLY, QUERY, MSG = 1, 2004, 2013
LARGEST = 48_000_000
_CHECKSUM, _MORE_TO_COME = 1, 2
_numbers = itertools.count(1)


class Message(NamedTuple):
    """A command, the number to answer to, how it came, and whether an answer is wanted."""

    command: Document
    number: int
    operation: int
    answer: bool


def _exactly(stream: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = stream.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError("the other side hung up")
        parts += part
    return bytes(parts)


def receive(stream: socket.socket) -> Message:
    """Read one message. Raises EOFError when there is none, ValueError when it is none."""
    size, number, _, operation = struct.unpack("<iiii", _exactly(stream, 16))
    if not 16 < size <= LARGEST:
        raise ValueError(f"a message of {size} bytes")
    body = _exactly(stream, size - 16)
    if operation == QUERY:
        name_end = body.index(0, 4)
        command = decode(body[name_end + 9 :])
        command = command.get("$query", command)
        return Message({**command, "$db": body[4:name_end].decode().split(".")[0]}, number, operation, answer=True)
    if operation != MSG:
        raise ValueError(f"operation {operation}, which the stand-in does not speak")
    flags = struct.unpack_from("<I", body)[0]
    return Message(_sections(body, len(body) - 4 * (flags & _CHECKSUM)), number, operation, not flags & _MORE_TO_COME)


def _sections(body: bytes, end: int) -> Document:
    command: Document = {}
    sequences: Document = {}
    at = 4
    while at < end:
        kind, size = struct.unpack_from("<Bi", body, at)
        section = body[at + 1 : at + 1 + size]
        at += 1 + size
        if kind == 0:
            command = decode(section)
            continue
        inside = section.index(0, 4)
        documents = sequences.setdefault(section[4:inside].decode(), [])
        inside += 1
        while inside < size:
            length = struct.unpack_from("<i", section, inside)[0]
            documents.append(decode(section[inside : inside + length]))
            inside += length
    return {**command, **sequences}


def message(document: Document, to: int = 0, operation: int = MSG) -> bytes:
    """Write a command, or the answer to message `to`."""
    if operation == QUERY:
        body, operation = struct.pack("<iqii", 8, 0, 0, 1) + encode(document), REPLY
    else:
        body = struct.pack("<IB", 0, 0) + encode(document)
    return struct.pack("<iiii", len(body) + 16, next(_numbers), to, operation) + body
