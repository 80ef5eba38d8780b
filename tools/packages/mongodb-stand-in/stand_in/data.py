"""Commands that read and write documents."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from stand_in import query
from stand_in.bson import Document, Int64, encode, object_id
from stand_in.errors import MongoError
from stand_in.store import OPLOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from stand_in.replica import Replica
    from stand_in.store import Store

INDEXES = "system.indexes"
_RETRIED = "config.transactions"
_BATCH_BYTES = 15_000_000


class Data:
    """A member's documents as commands see them, and the cursors that are open."""

    def __init__(self, store: Store, replica: Replica) -> None:
        self._store, self._replica = store, replica
        self._cursors: dict[int, tuple[str, list[Document]]] = {}
        self._numbers = itertools.count(1)

    def _namespace(self, command: Document) -> str:
        return f"{command['$db']}.{next(iter(command.values()))}"

    def _page(self, ns: str, documents: list[Document], size: int | None, name: str, number: int = 0) -> Document:
        first: list[Document] = []
        weight = 0
        while documents and (size is None or len(first) < size) and weight < _BATCH_BYTES:
            first.append(documents.pop(0))
            weight += len(encode(first[-1]))
        if documents:
            number = number or next(self._numbers)
            self._cursors[number] = (ns, documents)
        else:
            self._cursors.pop(number, None)
            number = 0
        return {"cursor": {name: first, "id": Int64(number), "ns": ns}}

    # Reading.

    def find(self, command: Document) -> Document:
        """Answer `find`."""
        ns = self._namespace(command)
        skip, limit, sort = (command.get(name) for name in ("skip", "limit", "sort"))
        last = int(skip or 0) + abs(int(limit)) if limit else 0
        found = self._store.find(ns, command.get("filter", {}), 0 if sort else last)
        found = query.ordered(found, sort or {})[int(skip or 0) : last or None]
        if command.get("projection"):
            found = [query.projected(each, command["projection"]) for each in found]
        answer = self._page(ns, found, int(command.get("batchSize", 101)), "firstBatch")
        if command.get("singleBatch"):
            self._cursors.pop(answer["cursor"]["id"], None)
            answer["cursor"]["id"] = Int64(0)
        return answer

    def get_more(self, command: Document) -> Document:
        """Answer `getMore`."""
        number = int(command["getMore"])
        if number not in self._cursors:
            raise MongoError(43, f"cursor id {number} not found")
        ns, documents = self._cursors[number]
        size = int(command.get("batchSize", 0)) or None
        return self._page(ns, documents, size, "nextBatch", number)

    def kill_cursors(self, command: Document) -> Document:
        """Answer `killCursors`."""
        killed = [number for number in command["cursors"] if self._cursors.pop(int(number), None)]
        return {"cursorsKilled": killed, "cursorsNotFound": [], "cursorsAlive": [], "cursorsUnknown": []}

    def count(self, command: Document) -> Document:
        """Answer `count`."""
        found = len(self._store.find(self._namespace(command), command.get("query", {})))
        found = max(0, found - int(command.get("skip", 0)))
        return {"n": min(found, int(command["limit"])) if command.get("limit") else found}

    def aggregate(self, command: Document) -> Document:
        """Answer `aggregate`."""
        ns, pipeline = self._namespace(command), command["pipeline"]
        if pipeline and "$collStats" in pipeline[0]:
            found, pipeline = [{"ns": ns, "storageStats": self._sizes(ns)}], pipeline[1:]
        else:
            found = self._store.find(ns, {})
        size = command.get("cursor", {}).get("batchSize", 101)
        return self._page(ns, query.aggregated(found, pipeline), int(size), "firstBatch")

    def _sizes(self, ns: str) -> Document:
        count, size = self._store.sizes().get(ns, (0, 0))
        limit = {"capped": True, "maxSize": Int64(self._replica.configuration.oplog_size << 20)} if ns == OPLOG else {}
        return {"ns": ns, "size": size, "count": count, "storageSize": size, "totalSize": size, "nindexes": 1, **limit}

    def coll_stats(self, command: Document) -> Document:
        """Answer `collStats`."""
        return self._sizes(self._namespace(command))

    # Collections and indexes.

    def _collections(self, database: str) -> list[str]:
        names = {ns.partition(".")[2] for ns in self._store.sizes() if ns.partition(".")[0] == database}
        names |= {index["of"] for index in self._store.find(f"{database}.{INDEXES}", {})}
        return sorted(names - {INDEXES})

    def list_collections(self, command: Document) -> Document:
        """Answer `listCollections`."""
        found: list[Document] = [
            {"name": name, "type": "collection", "options": {}, "info": {"readOnly": False}}
            for name in self._collections(command["$db"])
        ]
        found = [each for each in found if query.matches(each, command.get("filter", {}))]
        return self._page(f"{command['$db']}.$cmd.listCollections", found, None, "firstBatch")

    def list_databases(self, _command: Document) -> Document:
        """Answer `listDatabases`."""
        sizes: dict[str, int] = {}
        for ns, (_, size) in self._store.sizes().items():
            database = ns.partition(".")[0]
            sizes[database] = sizes.get(database, 0) + size
        found = [{"name": name, "sizeOnDisk": Int64(size), "empty": False} for name, size in sorted(sizes.items())]
        return {"databases": found, "totalSize": Int64(sum(sizes.values()))}

    def list_indexes(self, command: Document) -> Document:
        """Answer `listIndexes`."""
        database, name = command["$db"], command["listIndexes"]
        if name not in self._collections(database):
            raise MongoError(26, f"ns does not exist: {database}.{name}")
        kept = self._store.find(f"{database}.{INDEXES}", {"of": name})
        found = [{"v": 2, "key": {"_id": 1}, "name": "_id_"}, *(each["index"] for each in kept if each["index"])]
        return self._page(f"{database}.{name}", found, None, "firstBatch")

    def create(self, command: Document) -> Document:
        """Answer `create`."""
        return self._write(command, lambda: self._index(command["$db"], command["create"], {}))

    def create_indexes(self, command: Document) -> Document:
        """Answer `createIndexes`. Indexes are kept and shown, not used."""
        return self._write(command, lambda: self._index(command["$db"], command["createIndexes"], *command["indexes"]))

    def _index(self, database: str, name: str, *indexes: Document) -> Document:
        for index in indexes:
            kept = {"_id": f"{name} {index.get('name', '')}", "of": name, "index": {"v": 2, **index} if index else {}}
            self._store.put(f"{database}.{INDEXES}", kept)
        return {"numIndexesBefore": 1, "numIndexesAfter": 1 + len(indexes), "createdCollectionAutomatically": False}

    def drop(self, command: Document) -> Document:
        """Answer `drop`."""
        return self._write(command, lambda: self._drop(command["$db"], command["drop"]))

    def _drop(self, database: str, name: str) -> Document:
        for ns, wanted in ((f"{database}.{name}", {}), (f"{database}.{INDEXES}", {"of": name})):
            for document in self._store.find(ns, wanted):
                self._store.remove(ns, document["_id"])
        return {}

    def rename(self, command: Document) -> Document:
        """Answer `renameCollection`, within a database."""
        return self._write(command, lambda: self._rename(command["renameCollection"], command["to"]))

    def _rename(self, source: str, target: str) -> Document:
        (database, _, name), (other, _, renamed) = source.partition("."), target.partition(".")
        there = self._collections(database)
        if name not in there:
            raise MongoError(26, f"Source collection {source} does not exist")
        if renamed in there:
            raise MongoError(48, "target namespace exists")
        if other != database:
            raise MongoError(20, "orogen's stand-in renames within a database")
        for document in self._store.find(source, {}):
            self._store.put(target, document)
        for kept in self._store.find(f"{database}.{INDEXES}", {"of": name}):
            self._index(database, renamed, *([kept["index"]] if kept["index"] else [{}]))
        return self._drop(database, name)

    # Writing.

    def _write(self, command: Document, make: Callable[[], Document]) -> Document:
        """Write once, though a driver that lost the answer sends the command again."""
        if "txnNumber" not in command:
            return self._replica.write(make)
        if "autocommit" in command:
            raise MongoError(20, "orogen's stand-in has no transactions")
        session, number = command["lsid"]["id"], command["txnNumber"]

        def once() -> Document:
            before = self._store.one(_RETRIED, {"_id": session})
            if before and before["txnNum"] == number:
                answer: Document = before["answer"]
                return answer
            answer = make()
            self._store.put(_RETRIED, {"_id": session, "txnNum": number, "answer": answer})
            return answer

        return self._replica.write(once)

    def insert(self, command: Document) -> Document:
        """Answer `insert`."""
        ns = self._namespace(command)

        def one(document: Document) -> Document:
            document = {"_id": document["_id"] if "_id" in document else object_id(), **document}
            if self._store.one(ns, {"_id": document["_id"]}):
                raise MongoError(
                    11000, f"E11000 duplicate key error collection: {ns} index: _id_ dup key: {document['_id']}"
                )
            self._store.put(ns, document)
            return {"n": 1}

        return self._write(command, lambda: _each(command, "documents", one))

    def update(self, command: Document) -> Document:
        """Answer `update`."""
        ns = self._namespace(command)

        def one(statement: Document) -> Document:
            found = self._store.find(ns, statement["q"])
            if not found and statement.get("upsert"):
                document = query.upserted(statement["q"], statement["u"])
                self._store.put(ns, document)
                return {"n": 1, "nModified": 0, "upserted": document["_id"]}
            if not statement.get("multi"):
                found = found[:1]
            changed = [new for old in found if (new := query.updated(old, statement["u"])) != old]
            for document in changed:
                self._store.put(ns, document)
            return {"n": len(found), "nModified": len(changed)}

        return self._write(command, lambda: {"nModified": 0, **_each(command, "updates", one)})

    def delete(self, command: Document) -> Document:
        """Answer `delete`."""
        ns = self._namespace(command)

        def one(statement: Document) -> Document:
            found = self._store.find(ns, statement["q"])
            found = found[: int(statement.get("limit", 0)) or None]
            for document in found:
                self._store.remove(ns, document["_id"])
            return {"n": len(found)}

        return self._write(command, lambda: _each(command, "deletes", one))


def _each(command: Document, name: str, one: Callable[[Document], Document]) -> Document:
    answer: dict[str, Any] = {"n": 0}
    for index, statement in enumerate(command[name]):
        try:
            done = one(statement)
        except MongoError as error:
            failed = {"index": index, "code": error.code, "errmsg": str(error)}
            answer.setdefault("writeErrors", []).append(failed)
            if command.get("ordered", True):
                break
            continue
        if "upserted" in done:
            answer.setdefault("upserted", []).append({"index": index, "_id": done.pop("upserted")})
        for key, value in done.items():
            answer[key] = answer.get(key, 0) + value
    return answer
