"""A spec of 2,000 lines, always the same: a large shop with everything that people add over the years."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
version: 1
name: large
type: production
location:
  provider: gcp
  project: large-4821
  region: europe-west1
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
  network: 10.0.0.0/8
  domain: large.internal
edge: {kind: cloudflare, tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef}
backups: {repository: gs://large-backups}
maintenance:
  window: {day: sunday, start: "02:00", duration: 8h, timezone: Europe/Brussels}
"""
_NODES = """\
nodes:
  web: {count: 4, services: [web, websocket], cpus: 8, memory: 32GiB}
  job: {count: 4, services: [consumer, cron], cpus: 8, memory: 32GiB}
  database: {count: 2, services: [database, coordination], cpus: 64, memory: 512GiB, disk: 4TiB}
  witness: {count: 1, services: [coordination], zones: [europe-west1-d], cpus: 2, memory: 4GiB}
  search: {count: 3, services: [search], memory: 32GiB, disk: 500GiB}
  queue: {count: 3, services: [queue], disk: 200GiB}
  cache: {count: 3, services: [cache], memory: 32GiB, disk: 200GiB}
  files: {count: 3, services: [files], disk: 1TiB}
  maintenance: {count: 1, services: [maintenance, backup, monitoring], disk: 500GiB}
"""

VARIABLES = 900
TYPES = 60
RELAYS = 16
ADMINISTRATORS = 130
NETWORKS = 370


def large_spec() -> str:
    """Give the spec's text."""
    lines = [*_HEAD.splitlines(), *_application(), *_NODES.splitlines(), *_mail_nodes(), *_mail(), *_access()]
    return "\n".join(lines) + "\n"


def _application() -> Iterator[str]:
    yield from ("application:", '  release: "6.1"', "  url: https://shop.large.example", "  environment:")
    yield from (f'    LARGE_VARIABLE_{number}: "value {number} of https://example.com/"' for number in range(VARIABLES))


def _mail_nodes() -> Iterator[str]:
    for number, letters in zip(range(TYPES), product(ascii_lowercase, repeat=2), strict=False):
        yield from (f"  mail-{''.join(letters)}:", "    count: 1", "    services: [mail]")
        yield f"    zones: [europe-west1-{'bcd'[number % 3]}]"
        yield from ("    cpus: 2", "    memory: 4GiB", f"    addresses: [10.255.{number}.10]")


def _mail() -> Iterator[str]:
    yield from ("mail:", "  relays:")
    yield from (f"    - {{host: smtp{number}.relay.example, port: 587, user: large}}" for number in range(RELAYS))


def _access() -> Iterator[str]:
    yield from ("access:", "  administrators:")
    for number in range(ADMINISTRATORS):
        yield from (f"    - name: person{number}", f"      key: {_key(number)} person{number}@large.example")
    yield from ("  vpn: [10.254.0.0/24]", "  allow:")
    yield from (f"    - 198.18.{number // 64}.{number % 64 * 4}/30" for number in range(NETWORKS))


def _key(number: int) -> str:
    kind, point = b"ssh-ed25519", sha256(str(number).encode()).digest()
    blob = b"".join(len(part).to_bytes(4) + part for part in (kind, point))
    return f"{kind.decode()} {b64encode(blob).decode()}"
