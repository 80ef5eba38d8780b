"""Redis: what OroCommerce keeps there belongs to the database that was replaced."""

from __future__ import annotations

import re
import socket
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from orogen_backup.errors import Problem

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Mapping

SECONDS = 10
# Sessions too: whoever is logged in may not be there any more, or be somebody else.
VARIABLES = ("ORO_SESSION_DSN", "ORO_REDIS_CACHE_DSN", "ORO_REDIS_DOCTRINE_DSN", "ORO_REDIS_LAYOUT_DSN")
_DSN = re.compile(r"redis://(?:(?P<password>[^@]*)@)?(?P<host>[^/?]+)(?:/(?P<database>\d+))?(?:\?(?P<query>.*))?")


@dataclass(frozen=True)
class Address:
    """A database of Redis as a DSN of OroCommerce's names it: with `master`, the hosts are sentinels."""

    hosts: tuple[str, ...]
    password: str
    database: int
    master: str


def flush(variables: Mapping[str, str]) -> list[str]:
    """Empty every database of Redis that the variables lead to. Gives their variables. Raises Problem."""
    there = [name for name in VARIABLES if variables.get(name, "").startswith("redis:")]
    for name in there:
        address = parsed(variables[name])
        with _connected(_master(address)) as ask:
            if address.password:
                ask("AUTH", address.password)
            ask("SELECT", str(address.database))
            ask("FLUSHDB")
    return there


def parsed(dsn: str) -> Address:
    """Take a DSN apart. Raises Problem, without the DSN: it holds a password."""
    found = _DSN.fullmatch(dsn)
    if not found:
        raise Problem("a Redis DSN cannot be read")
    query = dict(parse_qsl(found["query"] or "", keep_blank_values=True))
    more = [key[5:-1] for key in query if key.startswith("host[")]
    return Address(
        hosts=(found["host"], *more),
        password=unquote(found["password"] or ""),
        database=int(found["database"] or query.get("dbindex", 0)),
        master=query.get("redis_sentinel", ""),
    )


def _master(address: Address) -> str:
    """Give the host that may be written to: the first sentinel that answers knows it."""
    if not address.master:
        return address.hosts[0]
    problem = "no sentinel"
    for host in address.hosts:
        try:
            with _connected(host) as ask:
                found = ask("SENTINEL", "get-master-addr-by-name", address.master)
                if isinstance(found, list):
                    return f"{found[0]}:{found[1]}"
        except Problem as error:
            problem = str(error)
    raise Problem(f"no sentinel knows the master of `{address.master}`: {problem}")


@contextmanager
def _connected(host: str) -> Iterator[_Ask]:
    name, _, port = host.partition(":")
    try:
        with closing(socket.create_connection((name, int(port or 6379)), SECONDS)) as connection:
            yield _Ask(connection.makefile("rwb"))
    except OSError as error:
        raise Problem(f"Redis at {host}: {error}") from error


class _Ask:
    """Redis's protocol, as far as it is needed here."""

    def __init__(self, file: io.BufferedRWPair) -> None:
        self._file = file

    def __call__(self, *words: str) -> str | list[str]:
        """Ask, and give the answer. Raises Problem, OSError."""
        encoded = [word.encode() for word in words]
        self._file.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded))
        self._file.flush()
        return self._answer(words[0])

    def _answer(self, asked: str) -> str | list[str]:
        line = self._file.readline().decode().rstrip("\r\n")
        kind, rest = line[:1], line[1:]
        if kind == "*":
            return [str(self._answer(asked)) for _ in range(int(rest))]
        if kind == "$":
            return self._file.read(int(rest) + 2)[:-2].decode() if int(rest) >= 0 else ""
        if kind not in ("+", ":"):
            raise Problem(f"Redis refused {asked}: {rest or 'no answer'}")
        return rest
