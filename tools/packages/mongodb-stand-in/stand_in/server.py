"""Connections: each has a thread of its own."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from typing import TYPE_CHECKING

from stand_in.commands import Commands
from stand_in.peer import Tls
from stand_in.replica import Replica
from stand_in.status import Status
from stand_in.store import Store
from stand_in.users import Session
from stand_in.wire import message, receive

if TYPE_CHECKING:
    from collections.abc import Callable

    from stand_in.configuration import Configuration

_GREETING_SECONDS = 10.0


class Server:
    """A running member."""

    def __init__(self, configuration: Configuration, key: bytes, log: Callable[[str], None]) -> None:
        self._configuration, self._log = configuration, log
        self._tls = Tls(configuration)
        # Before anything else: an address that is not there is the usual reason not to start.
        self._listening = [self._listen(address) for address in configuration.addresses]
        self._store = Store(configuration.data / "stand-in.sqlite")
        self.replica = Replica(configuration, self._store, self._tls, key, log)
        self._status = Status(self._store, self.replica)
        self._commands = Commands(configuration, self._store, self.replica, self._tls, self._status)
        self._numbers = itertools.count(1)

    def _listen(self, address: str) -> socket.socket:
        try:
            return socket.create_server((address, self._configuration.port), backlog=256)
        except OSError as error:
            raise OSError(f"Failed to set up listener on {address}:{self._configuration.port}: {error}") from error

    def start(self) -> None:
        """Take connections."""
        for listening in self._listening:
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
        self.replica.start()

    def stop(self) -> None:
        """Hand over. What was confirmed is in the file."""
        self.replica.hand_over(0)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            stream, (address, _) = listening.accept()
            if len(self._status.connections) >= self._configuration.connections:
                stream.close()
                continue
            threading.Thread(target=self._serve, args=(stream, address), daemon=True).start()

    def _serve(self, stream: socket.socket, address: str) -> None:
        session = Session(address, next(self._numbers))
        self._status.connections.add(session.number)
        try:
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            stream.settimeout(_GREETING_SECONDS)
            stream = self._tls.accept(stream)
            stream.settimeout(None)
            while True:
                asked = receive(stream)
                answer = self._commands.run(session, asked.command)
                if asked.answer:
                    stream.sendall(message(answer, asked.number, asked.operation))
        except EOFError:
            pass
        except (OSError, ValueError) as error:
            self._log(f"connection {session.number} from {address} ended: {error}")
        finally:
            self._status.connections.discard(session.number)
            with contextlib.suppress(OSError):
                stream.close()
