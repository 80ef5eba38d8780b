"""Just enough AMQP 0-9-1 to move messages from one queue to another through the node's own HAProxy.

Each message is taken, published to the target, and removed from the source only once the broker has confirmed the copy:
one that was under way when something broke is in both queues then, never in none. Properties and headers are passed on
as the bytes that came.
"""

from __future__ import annotations

import shlex
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 30
FRAME_END = b"\xce"
METHOD, HEADER, BODY, HEARTBEAT = 1, 2, 3, 8
CHANNEL = 1

# Class and method of each, in the specification's numbers.
START, START_OK, TUNE, TUNE_OK, OPEN, OPEN_OK = (10, 10), (10, 11), (10, 30), (10, 31), (10, 40), (10, 41)
CLOSE, CLOSE_OK, CHANNEL_OPEN, CHANNEL_OPEN_OK, CHANNEL_CLOSE = (10, 50), (10, 51), (20, 10), (20, 11), (20, 40)
PUBLISH, RETURN, GET, GET_OK, GET_EMPTY, ACK, NACK = (
    (60, 40),
    (60, 50),
    (60, 70),
    (60, 71),
    (60, 72),
    (60, 80),
    (60, 120),
)
SELECT, SELECT_OK = (85, 10), (85, 11)


class AmqpError(Exception):
    """The broker says no, or something that is not AMQP."""


@dataclass(frozen=True)
class Login:
    """Where the broker is and who asks."""

    host: str
    port: int
    user: str
    password: str
    virtual_host: str


@dataclass(frozen=True)
class Message:
    """A message: its tag for the answer, its properties as they came, its body."""

    tag: int
    properties: bytes
    body: bytes


def login_of(credentials: Path) -> Login:
    """Read ORO_MQ_DSN from the credentials. Raises AmqpError, OSError."""
    for line in credentials.read_text().splitlines():
        name, _, value = line.partition("=")
        if name == "ORO_MQ_DSN":
            parts = urlsplit("".join(shlex.split(value)))
            return Login(
                host=parts.hostname or "",
                port=parts.port or 5672,
                user=unquote(parts.username or ""),
                password=unquote(parts.password or ""),
                virtual_host=unquote(parts.path.removeprefix("/")) or "/",
            )
    raise AmqpError(f"{credentials} has no ORO_MQ_DSN")


def move(login: Login, source: str, target: str, *, contains: str = "", limit: int = 0) -> tuple[int, int]:
    """Move what waits in a queue now. Gives how many went and how many stay. Raises AmqpError, OSError."""
    with Broker(login) as broker:
        moved, kept, waiting = 0, [], None
        while waiting is None or moved + len(kept) < waiting:
            if limit and moved >= limit:
                break
            taken = broker.get(source)
            if taken is None:
                break
            message, behind = taken
            # What comes after this was not there when the move began.
            waiting = behind + 1 if waiting is None else waiting
            if contains.encode() in message.body:
                broker.publish(target, message)
                broker.acknowledge(message.tag)
                moved += 1
            else:
                kept.append(message.tag)
        for tag in kept:
            broker.give_back(tag)
        return moved, max(0, (waiting or 0) - moved)


class Broker:
    """A connection with one channel, on which every copy is confirmed."""

    def __init__(self, login: Login) -> None:
        self._socket = socket.create_connection((login.host, login.port), timeout=SECONDS)
        self._file = self._socket.makefile("rb")
        self._socket.sendall(b"AMQP\x00\x00\x09\x01")
        self._expect(START)
        plain = f"\0{login.user}\0{login.password}".encode()
        self._send(START_OK, struct.pack(">I", 0) + _short("PLAIN") + _long(plain) + _short("en_US"), channel=0)
        tuned = self._expect(TUNE)
        self._largest = struct.unpack(">HIH", tuned[:8])[1] or 131072
        self._send(TUNE_OK, struct.pack(">HIH", 1, self._largest, 0), channel=0)
        self._send(OPEN, _short(login.virtual_host) + b"\0\0", channel=0)
        self._expect(OPEN_OK)
        self._send(CHANNEL_OPEN, b"\0")
        self._expect(CHANNEL_OPEN_OK)
        self._send(SELECT, b"\0")
        self._expect(SELECT_OK)

    def __enter__(self) -> Broker:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._send(CLOSE, struct.pack(">H", 200) + _short("done") + struct.pack(">HH", 0, 0), channel=0)
            self._expect(CLOSE_OK)
        except (AmqpError, OSError):
            pass
        finally:
            self._socket.close()

    def get(self, queue: str) -> tuple[Message, int] | None:
        """Take the next message, and how many more wait; None when there is none."""
        self._send(GET, b"\0\0" + _short(queue) + b"\0")
        method, content = self._method(GET_OK, GET_EMPTY)
        if method == GET_EMPTY:
            return None
        (tag,) = struct.unpack(">Q", content[:8])
        (behind,) = struct.unpack(">I", content[-4:])
        kind, header = self._frame()
        if kind != HEADER:
            raise AmqpError("a message without a header")
        (size,) = struct.unpack(">Q", header[4:12])
        body = b""
        while len(body) < size:
            kind, part = self._frame()
            if kind != BODY:
                raise AmqpError("a message that breaks off")
            body += part
        return Message(tag, header[12:], body), behind

    def publish(self, queue: str, message: Message) -> None:
        """Put a copy into a queue and wait until the broker has it safe."""
        # Mandatory: a queue that is gone gives the message back instead of dropping it.
        self._send(PUBLISH, b"\0\0" + _short("") + _short(queue) + b"\1")
        self._write(HEADER, struct.pack(">HHQ", 60, 0, len(message.body)) + message.properties)
        step = self._largest - 8
        for start in range(0, len(message.body), step):
            self._write(BODY, message.body[start : start + step])
        method, _ = self._method(ACK, NACK, RETURN)
        if method != ACK:
            raise AmqpError(f"{queue} does not take the message")

    def acknowledge(self, tag: int) -> None:
        """Remove a message from where it was taken."""
        self._send(ACK, struct.pack(">QB", tag, 0))

    def give_back(self, tag: int) -> None:
        """Put a message back where it was taken."""
        self._send(NACK, struct.pack(">QB", tag, 2))

    def _send(self, method: tuple[int, int], arguments: bytes, channel: int = CHANNEL) -> None:
        self._write(METHOD, struct.pack(">HH", *method) + arguments, channel)

    def _write(self, kind: int, content: bytes, channel: int = CHANNEL) -> None:
        self._socket.sendall(struct.pack(">BHI", kind, channel, len(content)) + content + FRAME_END)

    def _frame(self) -> tuple[int, bytes]:
        head = self._file.read(7)
        if len(head) < 7:
            raise AmqpError("the broker closed the connection")
        kind, _, size = struct.unpack(">BHI", head)
        content = self._file.read(size)
        if self._file.read(1) != FRAME_END:
            raise AmqpError("that is not AMQP 0-9-1")
        return (kind, content) if kind != HEARTBEAT else self._frame()

    def _expect(self, method: tuple[int, int]) -> bytes:
        return self._method(method)[1]

    def _method(self, *wanted: tuple[int, int]) -> tuple[tuple[int, int], bytes]:
        kind, content = self._frame()
        found = struct.unpack(">HH", content[:4]) if kind == METHOD else None
        if found in (CLOSE, CHANNEL_CLOSE):
            code, length = struct.unpack(">HB", content[4:7])
            raise AmqpError(f"{code} {content[7 : 7 + length].decode(errors='replace')}")
        if found not in wanted:
            raise AmqpError(f"the broker said {found} instead of {wanted}")
        return found, content[4:]


def _short(text: str) -> bytes:
    return struct.pack(">B", len(text.encode())) + text.encode()


def _long(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
