"""What a member tells of itself and of its set."""

from __future__ import annotations

import os
import platform
import time
from typing import TYPE_CHECKING

from stand_in.bson import Date, Document, Int64, Raw, Timestamp, now
from stand_in.errors import MongoError
from stand_in.login import USERS

if TYPE_CHECKING:
    from stand_in.replica import Replica
    from stand_in.store import Position, Store

VERSION = "8.0.0-stand-in"
_WIRE = 25
_STARTED = time.time()


class Status:
    """Answers that change nothing."""

    def __init__(self, store: Store, replica: Replica) -> None:
        self._store, self._replica = store, replica
        # The connections there are, by number; the server keeps it.
        self.connections: set[int] = set()

    def hello(self, command: Document, connection: int) -> Document:
        """Answer `hello`, which drivers ask first and then again and again."""
        replica = self._replica
        answer: Document = {
            "helloOk": True,
            "isWritablePrimary": replica.leads,
            "ismaster": replica.leads,
            "maxBsonObjectSize": 16_777_216,
            "maxMessageSizeBytes": 48_000_000,
            "maxWriteBatchSize": 100_000,
            "localTime": now(),
            "logicalSessionTimeoutMinutes": 30,
            "connectionId": connection,
            "minWireVersion": 0,
            "maxWireVersion": _WIRE,
            "readOnly": False,
        }
        if replica.config and replica.member():
            answer |= self._set(replica.config)
        elif replica.configuration.replica_set:
            answer |= {"isreplicaset": True, "secondary": False, "info": "Does not have a valid replica set config"}
        if "saslSupportedMechs" in command:
            known = self._store.one(USERS, {"_id": command["saslSupportedMechs"]})
            answer["saslSupportedMechs"] = list(known["credentials"]) if known else []
        return answer

    def _set(self, config: Document) -> Document:
        replica = self._replica
        optime = _optime(self._store.position())
        answer = {
            "hosts": replica.hosts(),
            "setName": config["_id"],
            "setVersion": config["version"],
            "secondary": not replica.leads,
            "me": replica.me,
            "lastWrite": {"opTime": optime, "lastWriteDate": Date((optime["ts"] >> 32) * 1000)},
        }
        if replica.leader:
            answer["primary"] = replica.leader
        if replica.leads:
            # Of two that call themselves primary a driver believes the one with the larger number.
            answer["electionId"] = Raw(7, bytes.fromhex("7fffffff") + replica.term.to_bytes(8, "big"))
        return answer

    def build_info(self, _command: Document) -> Document:
        """Answer `buildInfo`."""
        return {
            "version": VERSION,
            "versionArray": [8, 0, 0, 0],
            "gitVersion": "none: this is orogen's stand-in for MongoDB",
            "standIn": True,
            "modules": [],
            "bits": 64,
            "maxBsonObjectSize": 16_777_216,
            "storageEngines": ["stand-in"],
        }

    def server_status(self, _command: Document) -> Document:
        """Answer `serverStatus`."""
        current = len(self.connections)
        return {
            "host": platform.node(),
            "version": VERSION,
            "standIn": True,
            "process": "mongod",
            "pid": Int64(os.getpid()),
            "uptime": time.time() - _STARTED,
            "localTime": now(),
            "connections": {
                "current": current,
                "available": self._replica.configuration.connections - current,
                "totalCreated": max(self.connections, default=0),
            },
            "storageEngine": {"name": "stand-in"},
        }

    def concern(self, _command: Document) -> Document:
        """Answer `getDefaultRWConcern`."""
        return {
            "defaultReadConcern": {"level": "local"},
            "defaultWriteConcern": {"w": "majority", "wtimeout": 0},
            "defaultWriteConcernSource": "implicit",
            "defaultReadConcernSource": "implicit",
        }

    def config(self, _command: Document) -> Document:
        """Answer `replSetGetConfig`."""
        if not self._replica.config:
            raise MongoError(94, "no replset config has been received")
        return {"config": self._replica.config}

    def status(self, _command: Document) -> Document:
        """Answer `replSetGetStatus`."""
        replica = self._replica
        config = replica.config
        if not config:
            raise MongoError(94, "no replset config has been received")
        members = [
            {"_id": each["_id"], "name": each["host"], **self._state(each["host"])} for each in config["members"]
        ]
        return {
            "set": config["_id"],
            "date": now(),
            "myState": 1 if replica.leads else 2,
            "term": Int64(replica.term),
            "members": members,
        }

    def _state(self, host: str) -> Document:
        replica = self._replica
        if host == replica.me:
            leads, optime, healthy = replica.leads, _optime(self._store.position()), True
        else:
            peer = replica.peers[host]
            leads, healthy = bool(peer.said.get("leads")), peer.healthy and "ts" in peer.said
            optime = {name: peer.said[name] for name in ("ts", "t")} if healthy else {"ts": Timestamp(0), "t": 0}
        # A member that answers and was never written to waits for the primary's copy.
        state = (8, "(not reachable/healthy)") if not healthy else (1, "PRIMARY") if leads else (2, "SECONDARY")
        if healthy and not optime["ts"]:
            state = (5, "STARTUP2")
        return {
            "health": float(healthy),
            "state": state[0],
            "stateStr": state[1],
            "uptime": int(time.time() - _STARTED),
            "optime": optime,
            "optimeDate": Date((optime["ts"] >> 32) * 1000),
            **({"self": True} if host == replica.me else {}),
        }


def _optime(position: Position) -> Document:
    return {"ts": Timestamp(position.ts), "t": Int64(position.term)}
