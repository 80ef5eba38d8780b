"""A node exporter that knows one disk."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def exporting(*, mount: str, free: int, size: int) -> Iterator[int]:
    """Serve the metrics of a disk, and give the port."""
    labels = f'{{device="/dev/vda",fstype="ext4",mountpoint="{mount}"}}'
    text = f"node_filesystem_avail_bytes{labels} {free:e}\nnode_filesystem_size_bytes{labels} {size:e}\n"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()
