"""Secrets and certificates for tests."""

from __future__ import annotations

from orogen.contract import Secret
from orogen.plan.model import Certificate

PASSWORD = Secret(
    name="database-password",
    keys=("profile::database::password", "profile::application::secrets.database_password"),
    why="the application's login",
)
COOKIE = Secret(name="queue-cookie", keys=("profile::queue::cookie",), why="members know each other by it", length=64)
RELAY = Secret(name="smtp-password", keys=("profile::mail::secrets.relay",), why="the relay asks for it", kind="given")
WANTED = (PASSWORD, COOKIE, RELAY)

WEB = Certificate(
    certname="web1.acme.internal",
    names=("localhost", "web1", "web1.acme.internal"),
    addresses=("10.20.0.11", "127.0.0.1"),
)
CACHE = Certificate(certname="cache1.acme.internal", names=("cache1.acme.internal",), addresses=("10.20.0.21",))
