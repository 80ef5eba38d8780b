"""One connection: who is there, what do they want, and what comes of it, told while it happens.

The answer is a line of JSON for each thing said (`{"said": ...}`), one every few seconds meanwhile (`{"alive": true}`),
and one at the end: `{"result": ...}`, `{"refused": ...}` or `{"failed": ...}`. Work that has begun is finished even if
nobody listens any more.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orogen_control.commands import CommandError
from orogen_control.operations import RefusedError
from orogen_control.verbs import Verb, checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen_control.settings import Settings

HANDSHAKE_SECONDS = 10
ALIVE_SECONDS = 5
LARGEST_REQUEST = 64 * 1024
LOCK = Path("/run/lock/orogen-control")


def serve(settings: Settings, connection: socket.socket | None = None) -> None:
    """Answer the one request of a connection: by default standard input, where systemd puts it."""
    connection = connection or socket.socket(fileno=0)
    connection.settimeout(HANDSHAKE_SECONDS)
    try:
        with _tls(settings).wrap_socket(connection, server_side=True) as channel:
            _handler(settings)(channel, channel.getpeername(), None)  # type: ignore[arg-type]
    except (OSError, ValueError) as error:
        print(f"refused: {error}", flush=True)


def _tls(settings: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=settings.authority)
    context.load_cert_chain(settings.certificate, settings.private_key)
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


class Reply:
    """The lines of an answer; who reads them may be gone."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._done = threading.Event()

    def line(self, **content: Any) -> None:
        """Write a line, if anybody is there."""
        with self._lock:
            try:
                self._file.write(json.dumps(content).encode() + b"\n")
                self._file.flush()
            except (OSError, ValueError):
                self._done.set()

    def say(self, text: str) -> None:
        """Tell what happens."""
        self.line(said=text)

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Give a sign every few seconds, so that the other side knows silence from death."""
        thread = threading.Thread(target=self._beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _beat(self) -> None:
        while not self._done.wait(ALIVE_SECONDS):
            self.line(alive=True)


def _handler(settings: Settings) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = HANDSHAKE_SECONDS

        def do_POST(self) -> None:
            # Read in any case: an answer to a request that is still under way may not arrive.
            request = self._request()
            fault = _stranger(settings, self.connection, self.headers.get("Authorization", ""))
            if fault:
                print(f"refused: {fault}", flush=True)
                self.send_error(403, fault)
                return
            if request is None:
                self.send_error(400, "a JSON object is wanted")
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson")
            self.end_headers()
            self.wfile.flush()
            self.connection.settimeout(None)
            reply = Reply(self.wfile)
            outcome = answer(settings, self.path.removeprefix("/v1/"), request, reply)
            reply.line(**outcome)

        def _request(self) -> dict[str, Any] | None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > LARGEST_REQUEST:
                return None
            try:
                found = json.loads(self.rfile.read(int(length)))
            except ValueError:
                return None
            return found if isinstance(found, dict) else None

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing: what is done says so itself."""

    return Handler


def _stranger(settings: Settings, channel: ssl.SSLSocket, authorization: str) -> str:
    """Say what is wrong with who asks; nothing if they may."""
    certificate: dict[str, Any] = channel.getpeercert() or {}
    names = [value for kind, value in certificate.get("subjectAltName", ()) if kind == "DNS"]
    if not {*names} & {*settings.controllers}:
        return f"{names[:1]} is no maintenance node"
    if not hmac.compare_digest(authorization.encode(), f"Bearer {settings.token}".encode()):
        return "the token is wrong"
    return ""


def answer(settings: Settings, name: str, request: dict[str, Any], reply: Reply) -> dict[str, Any]:
    """Do what is asked for and give the last line."""
    try:
        verb = checked(settings, name, request)
        if verb.changes:
            print(f"{name} {json.dumps(request)}", flush=True)
        with reply.alive():
            outcome = {"result": _done(settings, verb, request, reply)}
    except RefusedError as error:
        outcome = {"refused": str(error)}
    except (CommandError, OSError, ValueError, KeyError) as error:
        outcome = {"failed": str(error)}
    if "result" not in outcome:
        print(f"{name}: {json.dumps(outcome)}", flush=True)
    return outcome


def _done(settings: Settings, verb: Verb, request: dict[str, Any], reply: Reply) -> Any:
    if not verb.changes:
        return verb.do(settings, request, reply.say)
    with LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(f"{settings.node} is busy with another request") from error
        return verb.do(settings, request, reply.say)
