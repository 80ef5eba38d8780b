"""Messages moved from one queue to another: none is lost, whatever breaks."""

from __future__ import annotations

import socket
import struct
import threading
from typing import TYPE_CHECKING

import pytest
from oro_maintenance import amqp
from oro_maintenance.amqp import AmqpError, Login, login_of, move

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROPERTIES = b"\x10\x00\x02"


class Broker:
    """A stand-in for RabbitMQ: one connection, queues of bodies, and what happened in which order."""

    def __init__(self) -> None:
        self.queues: dict[str, list[bytes]] = {"oro.unprocessed": [], "oro.default": []}
        self.events: list[str] = []
        self.refuses = False
        self.dies_at = ""
        self._taken: dict[int, tuple[str, bytes]] = {}
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.login = Login("127.0.0.1", self._listening.getsockname()[1], "oro", "secret", "oro")
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        self._socket, _ = self._listening.accept()
        with self._socket, self._socket.makefile("rb") as self._file:
            assert self._file.read(8) == b"AMQP\x00\x00\x09\x01"
            self._say(amqp.START, b"\0\x09" + b"\0" * 12, 0)
            try:
                while self._one():
                    pass
            finally:
                # What was taken and never answered for is in its queue again.
                for queue, body in self._taken.values():
                    self.queues[queue].append(body)

    def _one(self) -> bool:
        kind, content = self._frame()
        assert kind == amqp.METHOD
        method, rest = struct.unpack(">HH", content[:4]), content[4:]
        simple = {
            amqp.START_OK: (amqp.TUNE, struct.pack(">HIH", 0, 4096, 60)),
            amqp.OPEN: (amqp.OPEN_OK, b"\0"),
            amqp.CHANNEL_OPEN: (amqp.CHANNEL_OPEN_OK, b"\0" * 4),
            amqp.SELECT: (amqp.SELECT_OK, b""),
            amqp.CLOSE: (amqp.CLOSE_OK, b""),
        }
        if method in simple:
            self._say(*simple[method], channel=0)
        elif method == amqp.GET:
            return self._get(rest[3 : 3 + rest[2]].decode())
        elif method == amqp.PUBLISH:
            return self._publish(rest[4 : 4 + rest[3]].decode())
        elif method in (amqp.ACK, amqp.NACK):
            (tag,) = struct.unpack(">Q", rest[:8])
            queue, body = self._taken.pop(tag)
            self.events.append("acknowledged" if method == amqp.ACK else "given back")
            if method == amqp.NACK:
                self.queues[queue].append(body)
        return method != amqp.CLOSE

    def _get(self, queue: str) -> bool:
        if queue not in self.queues:
            self._say(amqp.CHANNEL_CLOSE, struct.pack(">H", 404) + amqp._short("NOT_FOUND") + b"\0" * 4)
            return True
        if not self.queues[queue]:
            self._say(amqp.GET_EMPTY, b"\0")
            return True
        body = self.queues[queue].pop(0)
        tag = len(self.events) + 1
        self._taken[tag] = (queue, body)
        self.events.append("taken")
        behind = len(self.queues[queue])
        self._say(amqp.GET_OK, struct.pack(">QB", tag, 0) + b"\0" + amqp._short(queue) + struct.pack(">I", behind))
        self._write(amqp.HEADER, struct.pack(">HHQ", 60, 0, len(body)) + PROPERTIES)
        for start in range(0, len(body), 4088):
            self._write(amqp.BODY, body[start : start + 4088])
        return True

    def _publish(self, queue: str) -> bool:
        _, header = self._frame()
        assert header[12:] == PROPERTIES
        (size,) = struct.unpack(">Q", header[4:12])
        body = b""
        while len(body) < size:
            body += self._frame()[1]
        if self.dies_at == "copy":
            return False
        if self.refuses:
            self._say(amqp.NACK, struct.pack(">QB", 1, 0))
            return True
        self.queues[queue].append(body)
        self.events.append("copied")
        if self.dies_at == "confirm":
            return False
        self._say(amqp.ACK, struct.pack(">QB", 1, 0))
        return True

    def _frame(self) -> tuple[int, bytes]:
        kind, _, size = struct.unpack(">BHI", self._file.read(7))
        content = self._file.read(size)
        assert self._file.read(1) == amqp.FRAME_END
        assert size <= 4088 or kind != amqp.BODY
        return kind, content

    def _say(self, method: tuple[int, int], arguments: bytes, channel: int = 1) -> None:
        self._write(amqp.METHOD, struct.pack(">HH", *method) + arguments, channel)

    def _write(self, kind: int, content: bytes, channel: int = 1) -> None:
        # A heartbeat may come between any two frames.
        self._socket.sendall(struct.pack(">BHI", amqp.HEARTBEAT, 0, 0) + amqp.FRAME_END)
        self._socket.sendall(struct.pack(">BHI", kind, channel, len(content)) + content + amqp.FRAME_END)


@pytest.fixture
def broker() -> Iterator[Broker]:
    made = Broker()
    yield made
    made.close()


def test_all_messages_move_and_each_is_safe_before_it_is_removed(broker: Broker) -> None:
    bodies = [b"one", b"", b"x" * 20000]
    broker.queues["oro.unprocessed"] = list(bodies)
    assert move(broker.login, "oro.unprocessed", "oro.default") == (3, 0)
    broker.close()
    assert broker.queues == {"oro.unprocessed": [], "oro.default": bodies}
    assert broker.events == ["taken", "copied", "acknowledged"] * 3


def test_only_what_holds_the_text_moves(broker: Broker) -> None:
    broker.queues["oro.unprocessed"] = [b"an order", b"a product", b"another order"]
    assert move(broker.login, "oro.unprocessed", "oro.default", contains="order") == (2, 1)
    broker.close()
    assert broker.queues == {"oro.unprocessed": [b"a product"], "oro.default": [b"an order", b"another order"]}


def test_no_more_than_the_limit_moves(broker: Broker) -> None:
    broker.queues["oro.unprocessed"] = [b"1", b"2", b"3"]
    assert move(broker.login, "oro.unprocessed", "oro.default", limit=2) == (2, 1)


@pytest.mark.parametrize("moment", ["copy", "confirm"])
def test_what_is_under_way_when_the_broker_dies_is_never_lost(broker: Broker, moment: str) -> None:
    broker.queues["oro.unprocessed"] = [b"1", b"2"]
    broker.dies_at = moment
    with pytest.raises(AmqpError, match="closed the connection"):
        move(broker.login, "oro.unprocessed", "oro.default")
    broker.close()
    assert {*broker.queues["oro.unprocessed"], *broker.queues["oro.default"]} == {b"1", b"2"}


def test_a_target_that_does_not_take_it_leaves_the_message_where_it_was(broker: Broker) -> None:
    broker.queues["oro.unprocessed"] = [b"1"]
    broker.refuses = True
    with pytest.raises(AmqpError, match=r"oro\.default does not take the message"):
        move(broker.login, "oro.unprocessed", "oro.default")
    broker.close()
    assert broker.queues == {"oro.unprocessed": [b"1"], "oro.default": []}


def test_the_brokers_own_words_are_told(broker: Broker) -> None:
    with pytest.raises(AmqpError, match="404 NOT_FOUND"):
        move(broker.login, "oro.nothing", "oro.default")


def test_the_login_is_that_of_the_application(tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.write_text("ORO_DB_DSN='postgres://x'\nORO_MQ_DSN='amqp://oro:s%40crets@127.0.0.1:15673/oro'\n")
    assert login_of(path) == Login("127.0.0.1", 15673, "oro", "s@crets", "oro")
    path.write_text("ORO_DB_DSN='postgres://x'\n")
    with pytest.raises(AmqpError, match="has no ORO_MQ_DSN"):
        login_of(path)
