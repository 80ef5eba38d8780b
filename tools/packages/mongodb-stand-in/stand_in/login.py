"""Users, their roles, and SCRAM, with which they log in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from stand_in.bson import Binary, Document
from stand_in.errors import MongoError

if TYPE_CHECKING:
    from stand_in.store import Store

USERS = "admin.system.users"
_HASHES = {"SCRAM-SHA-1": ("sha1", 10000), "SCRAM-SHA-256": ("sha256", 15000)}

# What each role may do, in the database it is given for; those in _EVERYWHERE, in all.
_ROLES = {
    "read": "read",
    "readWrite": "read write",
    "dbAdmin": "own",
    "userAdmin": "own",
    "dbOwner": "read write own",
    "backup": "read",
    "restore": "write own",
    "readAnyDatabase": "read",
    "readWriteAnyDatabase": "read write",
    "dbAdminAnyDatabase": "own",
    "userAdminAnyDatabase": "own",
    "clusterMonitor": "monitor",
    "hostManager": "cluster",
    "clusterManager": "monitor cluster",
    "clusterAdmin": "monitor cluster",
    "root": "read write own monitor cluster",
}
_EVERYWHERE = frozenset(_ROLES) - {"read", "readWrite", "dbAdmin", "userAdmin", "dbOwner"}


def allowed(roles: list[Document], privilege: str, database: str) -> bool:
    """Tell whether one of the roles is enough."""
    return any(
        privilege in _ROLES[role["role"]].split()
        and (role["role"] in _EVERYWHERE or role["db"] == database or privilege in {"monitor", "cluster"})
        for role in roles
    )


def checked(roles: list[Any], database: str) -> list[Document]:
    """Give roles in full. Raises MongoError when MongoDB has none of that name."""
    full = [{"role": role, "db": database} if isinstance(role, str) else role for role in roles]
    for role in full:
        if role["role"] not in _ROLES:
            raise MongoError(31, f"Could not find role: {role['role']}@{role['db']}")
        if role["role"] in _EVERYWHERE and role["db"] != "admin":
            raise MongoError(31, f"Could not find role: {role['role']}@{role['db']}: it is one of admin's")
    return full


def credentials(name: str, password: str) -> Document:
    """Give what the server keeps of a password."""
    found: Document = {}
    for mechanism, (algorithm, rounds) in _HASHES.items():
        # The older mechanism starts from what MongoDB kept before there was SCRAM.
        old = hashlib.md5(f"{name}:mongo:{password}".encode(), usedforsecurity=False).hexdigest()
        # libmongoc takes salts of this length only.
        salt = os.urandom(hashlib.new(algorithm).digest_size - 4)
        secret = old if mechanism == "SCRAM-SHA-1" else password
        salted = hashlib.pbkdf2_hmac(algorithm, secret.encode(), salt, rounds)
        found[mechanism] = {
            "iterationCount": rounds,
            "salt": base64.b64encode(salt).decode(),
            "storedKey": base64.b64encode(
                hashlib.new(algorithm, hmac.digest(salted, b"Client Key", algorithm)).digest()
            ).decode(),
            "serverKey": base64.b64encode(hmac.digest(salted, b"Server Key", algorithm)).decode(),
        }
    return found


class User(NamedTuple):
    """Somebody who is logged in."""

    name: str
    database: str
    roles: list[Document]

    def shown(self) -> Document:
        """Give the name as MongoDB shows it."""
        return {"user": self.name, "db": self.database}


def _fields(message: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in message.split(","))


class Conversation:
    """One login: the client's nonce and the server's, then the client's proof and the server's."""

    def __init__(self, store: Store, database: str, mechanism: str, first: bytes) -> None:
        if mechanism not in _HASHES:
            raise MongoError(2, f"Received authentication for mechanism {mechanism} which is not enabled")
        self._algorithm = _HASHES[mechanism][0]
        bare = first.decode().split(",", 2)[2]
        fields = _fields(bare)
        name = fields["n"].replace("=2C", ",").replace("=3D", "=")
        found = store.one(USERS, {"_id": f"{database}.{name}"})
        # Whoever is not known goes through the same steps, and fails at the end.
        self._known = found is not None
        self._kept = found["credentials"][mechanism] if found else credentials(name, os.urandom(9).hex())[mechanism]
        self.user = User(name, database, found["roles"] if found else [])
        self._nonce = fields["r"] + base64.b64encode(os.urandom(18)).decode()
        self.challenge = f"r={self._nonce},s={self._kept['salt']},i={self._kept['iterationCount']}"
        self._transcript = f"{bare},{self.challenge}"
        self.done = False

    def prove(self, message: bytes) -> str:
        """Check the client's proof and give the server's. Raises MongoError."""
        text = message.decode()
        without, _, proof = text.rpartition(",p=")
        signed = f"{self._transcript},{without}".encode()
        stored = base64.b64decode(self._kept["storedKey"])
        signature = hmac.digest(stored, signed, self._algorithm)
        client = bytes(one ^ other for one, other in zip(base64.b64decode(proof), signature, strict=True))
        right = hmac.compare_digest(hashlib.new(self._algorithm, client).digest(), stored)
        if not (right and self._known and _fields(without)["r"] == self._nonce):
            raise MongoError(18, "Authentication failed.")
        self.done = True
        key = base64.b64decode(self._kept["serverKey"])
        return f"v={base64.b64encode(hmac.digest(key, signed, self._algorithm)).decode()}"


def payload(text: str, *, done: bool) -> Document:
    """Give a step's answer."""
    return {"conversationId": 1, "done": done, "payload": Binary(text.encode()), "ok": 1.0}
