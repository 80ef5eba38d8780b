"""An environment's nodes, each a TLS server on a loopback address of its own, which answers as a test says."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.maintenance.authority import Authority

    Lines = list[dict[str, Any]]

TOKEN = "of-the-control-12345"
NODES = {"database1": "b", "database2": "c", "witness1": "d", "web1": "b", "web2": "c", "maintenance1": "d"}
SERVICES: dict[str, dict[str, Any]] = {
    "coordination": {"title": "etcd", "model": "majority", "members": ["database1", "database2", "witness1"]},
    "database": {"title": "PostgreSQL under Patroni", "model": "leader", "members": ["database1", "database2"]},
    "queue": {"title": "RabbitMQ", "model": "majority", "members": ["database1", "database2", "witness1"]},
    "backup": {"title": "restic", "model": "any", "members": ["maintenance1"], "tier": "backup", "units": []},
    "application": {"title": "code", "model": "every", "members": ["web1", "web2"], "units": []},
    "consumer": {"title": "message consumers", "model": "any", "members": ["web1", "web2"], "tier": "application"},
    "web": {"title": "nginx and php-fpm", "model": "any", "members": ["web1", "web2"], "tier": "application"},
}
STORES = ("coordination", "database", "queue")


class Fleet:
    """The nodes; `answers[node, verb]` gives the lines of an answer, `asked` is what was asked for."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.folder, self.authority = folder, authority
        self.answers: dict[tuple[str, str], Callable[[dict[str, Any]], Lines] | Lines] = {}
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self._sockets: list[socket.socket] = []
        self._port = 0
        addresses = {name: f"127.0.1.{place}" for place, name in enumerate(NODES, 1)}
        for name, address in addresses.items():
            self._serve(name, address)
        self.place = folder / "maintenance.json"
        self.settings = self._settings(addresses)
        self.configure()

    def configure(self, **settings: Any) -> None:
        """Write the tool's configuration."""
        self.settings.update(settings)
        self.place.write_text(json.dumps(self.settings))

    def silence(self, name: str) -> None:
        """Switch a node off."""
        self._end(self._sockets[[*NODES].index(name)])

    def changed(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Give what was asked for beside looking, in the order of the nodes' names."""
        return sorted((found for found in self.asked if found[1] not in ("state", "probe", "look")), key=str)

    def close(self) -> None:
        """End all nodes."""
        for listening in self._sockets:
            self._end(listening)

    def _end(self, listening: socket.socket) -> None:
        # A thread that waits in accept() keeps a socket open that is only closed.
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()

    def _serve(self, name: str, address: str) -> None:
        files = self.authority.issue(name, address)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=files.authority)
        context.load_cert_chain(files.certificate, files.private_key)
        context.verify_mode = ssl.CERT_REQUIRED
        listening = socket.create_server((address, self._port))
        self._port = listening.getsockname()[1]
        self._sockets.append(listening)
        threading.Thread(target=self._accept, args=(name, listening, context), daemon=True).start()

    def _accept(self, name: str, listening: socket.socket, context: ssl.SSLContext) -> None:
        while True:
            try:
                connection, peer = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(name, connection, peer, context), daemon=True).start()

    def _answer(self, name: str, connection: socket.socket, peer: Any, context: ssl.SSLContext) -> None:
        fleet = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.headers["Authorization"] == f"Bearer {TOKEN}"
                verb = self.path.removeprefix("/v1/")
                fleet.asked.append((name, verb, request))
                answer = fleet.answers.get((name, verb), [{"result": None}])
                lines = answer(request) if callable(answer) else answer
                self.send_response(200)
                self.end_headers()
                for line in lines:
                    self.wfile.write(json.dumps(line).encode() + b"\n")

            def log_message(self, *_arguments: Any) -> None:
                pass

        with suppress(OSError), context.wrap_socket(connection, server_side=True) as channel:
            Handler(channel, peer, None)  # type: ignore[arg-type]

    def _settings(self, addresses: dict[str, str]) -> dict[str, Any]:
        files = self.authority.issue("maintenance1", addresses["maintenance1"])
        blank = {"tier": "store", "without": "no page works", "probed": False, "hands_over": False, "drained": True}
        named = {
            name: {
                **blank,
                "units": [f"{name}.service"],
                "probed": name in STORES,
                "hands_over": name == "database",
                "in_maintenance": name in ("application", "consumer"),
                "stopped_in_maintenance": name == "consumer",
                **stated,
            }
            for name, stated in SERVICES.items()
        }
        return {
            "environment": "acme-prod",
            "node": "maintenance1",
            "nodes": [{"name": name, "address": address, "zone": NODES[name]} for name, address in addresses.items()],
            "services": named,
            "token": TOKEN,
            "password": "",
            "control": {
                "port": self._port,
                "authority": files.authority,
                "certificate": files.certificate,
                "private_key": files.private_key,
            },
            "coordination": {"endpoints": [], "key": "/orogen/leader/maintenance", "login": "leader"},
            "credentials": str(self.folder / "credentials"),
            "logs": str(self.folder / "logs"),
            "lock": str(self.folder / "lock"),
        }
