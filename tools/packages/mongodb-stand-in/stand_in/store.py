"""A member's documents, in one SQLite file. Users, indexes and the set's configuration are documents, too."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from stand_in.bson import Date, Document, Regex, Timestamp, decode, encode, order
from stand_in.query import matches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPLOG = "local.oplog.rs"
_OPLOG_ENTRIES = 1000

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS documents (ns TEXT, key TEXT, file TEXT, body BLOB, PRIMARY KEY (ns, key));
CREATE INDEX IF NOT EXISTS natural_order ON documents (ns);
CREATE INDEX IF NOT EXISTS files ON documents (ns, file);
CREATE TEMPORARY TABLE copied (ns TEXT, key TEXT, file TEXT, body BLOB);
"""


class Position(NamedTuple):
    """How far a member is: the term of the last entry, and its time."""

    term: int
    ts: int


@dataclass(slots=True)
class Entry:
    """What one write changed, and between which positions it stands. An empty one counts where it is `wanted`."""

    before: Position
    after: Position
    changes: list[Document] = field(default_factory=list)
    wanted: bool = False


def _key(value: Any) -> str:
    return repr(order(value))


def _row(ns: str, document: Document) -> tuple[str, str, str | None, bytes]:
    # GridFS asks for a file's chunks by this field: without an index each question would read every chunk there is.
    file = _key(document["files_id"]) if "files_id" in document else None
    return ns, _key(document["_id"]), file, encode(document)


class Store:
    """Documents by namespace."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._changes: list[Document] = []

    def find(self, ns: str, query: Document, limit: int = 0) -> list[Document]:
        """Give the documents that match, in the order they came; the first so many, or all."""
        sql, values = "SELECT body FROM documents WHERE ns = ?", [ns]
        for column, name in (("key", "_id"), ("file", "files_id")):
            wanted = query.get(name, {})
            wanted = wanted.get("$eq", wanted) if isinstance(wanted, dict) else wanted
            if not isinstance(wanted, (dict, list, Regex)):
                sql += f" AND {column} = ?"
                values.append(_key(wanted))
        found: list[Document] = []
        with self._lock:
            for (body,) in self._database.execute(f"{sql} ORDER BY rowid", values):
                document = decode(body)
                if matches(document, query):
                    found.append(document)
                if limit and len(found) == limit:
                    break
        return found

    def one(self, ns: str, query: Document) -> Document | None:
        """Give the first that matches."""
        return next(iter(self.find(ns, query, 1)), None)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Give every namespace with its number of documents and bytes."""
        with self._lock:
            rows = self._database.execute(
                "SELECT ns, count(*), sum(length(body)) FROM documents GROUP BY ns"
            ).fetchall()
        return {ns: (count, size) for ns, count, size in rows}

    def put(self, ns: str, document: Document) -> None:
        """Add a document, or put it in the place of the one with its `_id`."""
        with self._lock:
            self._database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?) "
                "ON CONFLICT (ns, key) DO UPDATE SET file = excluded.file, body = excluded.body",
                _row(ns, document),
            )
            self._changes.append({"op": "i", "ns": ns, "o": document})

    def remove(self, ns: str, value: Any) -> None:
        """Remove the document with this `_id`."""
        with self._lock:
            self._database.execute("DELETE FROM documents WHERE ns = ? AND key = ?", (ns, _key(value)))
            self._changes.append({"op": "d", "ns": ns, "o": {"_id": value}})

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            self._changes.clear()
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    @contextmanager
    def writing(self, term: int, *, always: bool) -> Iterator[Entry]:
        """Have everything put and removed inside happen at once, as one entry of the oplog, or not at all."""
        with self._transaction():
            before = self.position()
            entry = Entry(before, Position(term, max(before.ts + 1, int(time.time()) << 32)), wanted=always)
            yield entry
            entry.changes.extend(self._changes)
            entry.wanted = entry.wanted or bool(entry.changes)
            if entry.wanted:
                self._log(entry.after)

    def apply(self, entry: Entry) -> bool:
        """Do what another member did, and say whether this one is where it must be for that."""
        with self._transaction():
            if self.position() == entry.after:
                return True
            if self.position() != entry.before:
                return False
            for change in entry.changes:
                if change["op"] == "i":
                    self.put(change["ns"], change["o"])
                else:
                    self.remove(change["ns"], change["o"]["_id"])
            self._log(entry.after)
            return True

    def _log(self, position: Position) -> None:
        entry = {
            "_id": Timestamp(position.ts),
            "ts": Timestamp(position.ts),
            "t": position.term,
            "op": "c",
            "ns": "",
            "wall": Date((position.ts >> 32) * 1000),
            "o": {"standIn": "the changes themselves are not kept"},
        }
        self._database.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", _row(OPLOG, entry))
        self._database.execute(
            "DELETE FROM documents WHERE ns = ? AND rowid NOT IN "
            "(SELECT rowid FROM documents WHERE ns = ? ORDER BY rowid DESC LIMIT ?)",
            (OPLOG, OPLOG, _OPLOG_ENTRIES),
        )

    def position(self) -> Position:
        """Give the last entry's position."""
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM documents WHERE ns = ? ORDER BY rowid DESC LIMIT 1", (OPLOG,)
            ).fetchone()
        return Position(decode(row[0])["t"], decode(row[0])["ts"]) if row else Position(0, 0)

    def batches(self, size: int) -> Iterator[list[Document]]:
        """Give everything that the members share, as changes, in batches of about so many bytes."""
        batch: list[Document] = []
        weight, last = 0, -1
        while True:
            with self._lock:
                row = self._database.execute(
                    "SELECT rowid, ns, body FROM documents WHERE rowid > ? AND ns NOT LIKE 'local.%' "
                    "ORDER BY rowid LIMIT 1",
                    (last,),
                ).fetchone()
            if row is None or weight > size:
                yield batch
                batch, weight = [], 0
            if row is None:
                return
            last = row[0]
            batch.append({"ns": row[1], "o": decode(row[2])})
            weight += len(row[2])

    def copy(self, batch: list[Document], *, first: bool) -> None:
        """Put a batch of another member's documents aside."""
        with self._lock:
            if first:
                self._database.execute("DELETE FROM copied")
            self._database.executemany(
                "INSERT INTO copied VALUES (?, ?, ?, ?)", [_row(each["ns"], each["o"]) for each in batch]
            )

    def copied(self, position: Position) -> None:
        """Take what was put aside for everything that the members share."""
        with self._transaction():
            self._database.execute("DELETE FROM documents WHERE ns NOT LIKE 'local.%' OR ns = ?", (OPLOG,))
            self._database.execute("INSERT INTO documents SELECT * FROM copied ORDER BY rowid")
            self._database.execute("DELETE FROM copied")
            self._log(position)
