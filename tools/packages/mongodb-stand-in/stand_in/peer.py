"""TLS as mongod.conf asks for it, and another member to talk to."""

from __future__ import annotations

import contextlib
import hmac
import socket
import ssl
import struct
import time
from threading import Lock
from typing import TYPE_CHECKING

from stand_in.errors import MongoError
from stand_in.wire import MSG, QUERY, message, receive

if TYPE_CHECKING:
    from stand_in.bson import Document
    from stand_in.configuration import Configuration

_SECONDS = 3.0


class Tls:
    """Both sides' TLS; nothing where mongod.conf has it disabled."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._server: ssl.SSLContext | None = None
        self._client: ssl.SSLContext | None = None
        if configuration.tls != "disabled":
            self.rotate()

    def rotate(self) -> None:
        """Read certificate and authority again. Raises OSError when they cannot be used."""
        contexts = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for context in contexts:
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_cert_chain(self._configuration.certificate)
            if self._configuration.authority:
                context.load_verify_locations(self._configuration.authority)
        self._server, self._client = contexts
        if self._configuration.authority:
            self._server.verify_mode = (
                ssl.CERT_REQUIRED if self._configuration.certificate_wanted else ssl.CERT_OPTIONAL
            )

    def accept(self, stream: socket.socket) -> socket.socket:
        """Speak TLS with a client that begins with it. Raises ValueError where mongod.conf forbids it."""
        start = stream.recv(16, socket.MSG_PEEK | socket.MSG_WAITALL)
        plain = len(start) < 16 or struct.unpack_from("<i", start, 12)[0] in {MSG, QUERY}
        if plain and self._configuration.tls == "requireTLS":
            raise ValueError("it does not speak TLS, and net.tls.mode is requireTLS")
        if plain:
            return stream
        if self._server is None:
            raise ValueError("it speaks TLS, and net.tls.mode is disabled")
        return self._server.wrap_socket(stream, server_side=True)

    def connect(self, host: str) -> socket.socket:
        """Connect to another member, with TLS where it is preferred."""
        name, _, port = host.rpartition(":")
        stream = socket.create_connection((name, int(port)), _SECONDS)
        if self._client is None or self._configuration.tls == "allowTLS":
            return stream
        return self._client.wrap_socket(stream, server_hostname=name)


class Peer:
    """Another member: one connection, made again when it breaks."""

    def __init__(self, host: str, tls: Tls, key: bytes) -> None:
        self.host = host
        self.healthy = False
        # When it last answered, by the monotonic clock, and what it said then.
        self.heard = float("-inf")
        self.said: Document = {}
        self._tls = tls
        self._token = token(key)
        self._stream: socket.socket | None = None
        self._lock = Lock()

    def call(self, command: Document) -> Document:
        """Ask it. Raises OSError when it does not answer in time, MongoError when it refuses."""
        with self._lock:
            fresh = self._stream is None
            try:
                answer = self._exchange(command)
            except (OSError, EOFError, ValueError) as error:
                self.close()
                if fresh or isinstance(error, TimeoutError):
                    self.healthy = False
                    raise OSError(f"{self.host}: {error}") from error
                answer = self._again(command)
        if not answer.get("ok"):
            raise MongoError(answer.get("code", 8), f"{self.host}: {answer.get('errmsg')}")
        self.healthy, self.heard = True, time.monotonic()
        return answer

    def _again(self, command: Document) -> Document:
        try:
            return self._exchange(command)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            self.healthy = False
            raise OSError(f"{self.host}: {error}") from error

    def _exchange(self, command: Document) -> Document:
        if self._stream is None:
            self._stream = self._tls.connect(self.host)
        self._stream.sendall(message({**command, "token": self._token, "$db": "admin"}))
        return receive(self._stream).command

    def close(self) -> None:
        """Hang up."""
        stream, self._stream = self._stream, None
        if stream:
            with contextlib.suppress(OSError):
                stream.close()


def token(key: bytes) -> str:
    """Give what members show each other; only who has the key file can make it."""
    return hmac.digest(key, b"orogen's stand-in for MongoDB", "sha256").hex()
