"""Commands about users and logins."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from stand_in.bson import Binary, Document
from stand_in.errors import MongoError
from stand_in.login import USERS, Conversation, User, checked, credentials, payload

if TYPE_CHECKING:
    from stand_in.replica import Replica
    from stand_in.store import Store


class Session:
    """One connection: where it comes from, who is logged in, and the login under way."""

    def __init__(self, address: str, number: int) -> None:
        self.local = address == "127.0.0.1"
        self.number = number
        self.users: list[User] = []
        self.login: Conversation | None = None


class Users:
    """The users, who are documents in `admin.system.users`."""

    def __init__(self, store: Store, replica: Replica) -> None:
        self._store, self._replica = store, replica

    def sasl_start(self, session: Session, command: Document) -> Document:
        """Answer `saslStart`."""
        first = command["payload"].data
        session.login = Conversation(self._store, command["$db"], command["mechanism"], first)
        return payload(session.login.challenge, done=False)

    def sasl_continue(self, session: Session, command: Document) -> Document:
        """Answer `saslContinue`."""
        login = session.login
        if login is None:
            raise MongoError(18, "no login is under way")
        if login.done:
            return payload("", done=True)
        try:
            proof = login.prove(command["payload"].data)
        except ValueError as error:
            raise MongoError(18, "Authentication failed.") from error
        session.users = [user for user in session.users if user.database != login.user.database] + [login.user]
        # A client that does not ask for fewer steps sends an empty one at the end.
        return payload(proof, done=False)

    def logout(self, session: Session, command: Document) -> Document:
        """Answer `logout`."""
        session.users = [user for user in session.users if user.database != command["$db"]]
        return {}

    def connection_status(self, session: Session, _command: Document) -> Document:
        """Answer `connectionStatus`."""
        roles = [role for user in session.users for role in user.roles]
        return {
            "authInfo": {
                "authenticatedUsers": [user.shown() for user in session.users],
                "authenticatedUserRoles": roles,
            }
        }

    def _named(self, command: Document, what: Any) -> tuple[str, str]:
        return (what["user"], what["db"]) if isinstance(what, dict) else (what, command["$db"])

    def info(self, command: Document) -> Document:
        """Answer `usersInfo`."""
        wanted = command["usersInfo"]
        if isinstance(wanted, (str, dict)) and "forAllDBs" not in wanted:
            wanted = [wanted]
        if isinstance(wanted, list):
            names = {f"{database}.{name}" for name, database in (self._named(command, each) for each in wanted)}
            found = [user for user in self._store.find(USERS, {}) if user["_id"] in names]
        else:
            found = self._store.find(USERS, {} if isinstance(wanted, dict) else {"db": command["$db"]})
        users = []
        for user in found:
            shown = {name: value for name, value in user.items() if name != "credentials"}
            users.append({**shown, "mechanisms": list(user["credentials"])})
        return {"users": users}

    def create(self, command: Document) -> Document:
        """Answer `createUser`."""
        name, database = command["createUser"], command["$db"]
        user: Document = {
            "_id": f"{database}.{name}",
            "userId": Binary(os.urandom(16), 4),
            "user": name,
            "db": database,
            "credentials": credentials(name, command["pwd"]),
            "roles": checked(command["roles"], database),
        }

        def make() -> Document:
            if self._store.one(USERS, {"_id": user["_id"]}):
                raise MongoError(51003, f'User "{name}@{database}" already exists')
            self._store.put(USERS, user)
            return {}

        return self._replica.write(make)

    def update(self, command: Document) -> Document:
        """Answer `updateUser`."""
        name, database = command["updateUser"], command["$db"]
        changed: Document = {"credentials": credentials(name, command["pwd"])} if "pwd" in command else {}
        if "roles" in command:
            changed["roles"] = checked(command["roles"], database)

        def make() -> Document:
            self._store.put(USERS, {**self._user(name, database), **changed})
            return {}

        return self._replica.write(make)

    def drop(self, command: Document) -> Document:
        """Answer `dropUser`."""

        def make() -> Document:
            self._store.remove(USERS, self._user(command["dropUser"], command["$db"])["_id"])
            return {}

        return self._replica.write(make)

    def _user(self, name: str, database: str) -> Document:
        found = self._store.one(USERS, {"_id": f"{database}.{name}"})
        if not found:
            raise MongoError(11, f"User {name}@{database} not found")
        return found
