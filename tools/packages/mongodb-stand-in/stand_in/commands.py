"""Every command by its name, and who may give it."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from stand_in.bson import Binary, Document
from stand_in.data import Data
from stand_in.errors import MongoError
from stand_in.login import USERS, allowed
from stand_in.membership import initiate, reconfigure
from stand_in.peer import token
from stand_in.users import Session, Users

if TYPE_CHECKING:
    from collections.abc import Callable

    from stand_in.configuration import Configuration
    from stand_in.peer import Tls
    from stand_in.replica import Replica
    from stand_in.status import Status
    from stand_in.store import Store


class Commands:
    """Every command by its name, with what one must be allowed for it."""

    def __init__(self, configuration: Configuration, store: Store, replica: Replica, tls: Tls, status: Status) -> None:
        self._configuration, self._store, self._replica, self._tls = configuration, store, replica, tls
        self._token = token(replica.key)
        self._status = status
        data, users = Data(store, replica), Users(store, replica)
        nothing: Callable[[Document], Document] = lambda _: {}  # noqa: E731
        self._plain: dict[str, tuple[str, Callable[[Document], Document]]] = {
            "ping": ("", nothing),
            "buildInfo": ("", status.build_info),
            "endSessions": ("", nothing),
            "startSession": ("any", lambda _: {"id": {"id": Binary(os.urandom(16), 4)}, "timeoutMinutes": 30}),
            "refreshSessions": ("any", nothing),
            "killSessions": ("any", nothing),
            "getParameter": ("any", lambda _: {"featureCompatibilityVersion": {"version": "8.0"}}),
            "serverStatus": ("monitor", status.server_status),
            "getDefaultRWConcern": ("monitor", status.concern),
            "replSetGetStatus": ("monitor", status.status),
            "replSetGetConfig": ("monitor", status.config),
            "replSetInitiate": ("cluster", self._initiate),
            "replSetReconfig": ("cluster", self._reconfigure),
            "replSetStepDown": ("cluster", self._step_down),
            "replSetFreeze": ("cluster", nothing),
            "replSetResizeOplog": ("cluster", nothing),
            "rotateCertificates": ("cluster", self._rotate),
            "logRotate": ("cluster", nothing),
            "usersInfo": ("own", users.info),
            "createUser": ("own", users.create),
            "updateUser": ("own", users.update),
            "dropUser": ("own", users.drop),
            "find": ("read", data.find),
            "getMore": ("any", data.get_more),
            "killCursors": ("any", data.kill_cursors),
            "count": ("read", data.count),
            "aggregate": ("read", data.aggregate),
            "collStats": ("read", data.coll_stats),
            "listCollections": ("read", data.list_collections),
            "listIndexes": ("read", data.list_indexes),
            "listDatabases": ("any", data.list_databases),
            "insert": ("write", data.insert),
            "update": ("write", data.update),
            "delete": ("write", data.delete),
            "create": ("write", data.create),
            "createIndexes": ("write", data.create_indexes),
            "drop": ("write", data.drop),
            "renameCollection": ("write", data.rename),
        }
        self._of_session: dict[str, Callable[[Session, Document], Document]] = {
            "hello": self._hello,
            "isMaster": self._hello,
            "ismaster": self._hello,
            "saslStart": users.sasl_start,
            "saslContinue": users.sasl_continue,
            "logout": users.logout,
            "connectionStatus": users.connection_status,
        }

    def run(self, session: Session, command: Document) -> Document:
        """Give a command's answer."""
        name = next(iter(command))
        try:
            return {**self._run(session, name, command), "ok": 1.0}
        except MongoError as error:
            return error.answer()
        except (KeyError, TypeError, IndexError, AttributeError, ValueError, sqlite3.Error) as error:
            return MongoError(8, f"orogen's stand-in failed at {name}: {type(error).__name__} {error}").answer()

    def _run(self, session: Session, name: str, command: Document) -> Document:
        if name.startswith("standIn"):
            if command.get("token") != self._token:
                raise MongoError(13, "this member has another key file")
            return self._replica.answer(name, command)
        if name in self._of_session:
            return self._of_session[name](session, command)
        name = {"buildinfo": "buildInfo"}.get(name, name)
        if name not in self._plain:
            raise MongoError(59, f"no such command: '{name}' (this is orogen's stand-in)")
        privilege, handle = self._plain[name]
        # A name is changed through `admin`, by whoever may write to the collection's own database.
        database = command[name].partition(".")[0] if name == "renameCollection" else command["$db"]
        self._permit(session, name, privilege, database)
        if privilege == "read":
            self._may_read_here(command)
        return handle(command)

    def _permit(self, session: Session, name: str, privilege: str, database: str) -> None:
        if not privilege or not self._configuration.authorization:
            return
        if not session.users:
            # Until there is a user, somebody on the node itself may begin.
            first = {"createUser", "replSetInitiate", "replSetReconfig", "replSetGetStatus"}
            if session.local and name in first and database == "admin" and not self._store.one(USERS, {}):
                return
            raise MongoError(13, f"Command {name} requires authentication")
        if privilege != "any" and not any(allowed(user.roles, privilege, database) for user in session.users):
            raise MongoError(13, f"not authorized on {database} to execute command {name}")

    def _may_read_here(self, command: Document) -> None:
        mode = command.get("$readPreference", {}).get("mode", "primary")
        if mode == "primary" and not self._replica.leads and command["$db"] != "local":
            raise MongoError(13435, "not primary and secondaryOk=false")

    # The set and the server.

    def _hello(self, session: Session, command: Document) -> Document:
        return self._status.hello(command, session.number)

    def _initiate(self, command: Document) -> Document:
        if not self._configuration.replica_set:
            raise MongoError(76, "This node was not started with replication enabled.")
        initiate(self._replica, command["replSetInitiate"])
        return {}

    def _reconfigure(self, command: Document) -> Document:
        reconfigure(self._replica, command["replSetReconfig"])
        return {}

    def _step_down(self, command: Document) -> Document:
        if not self._replica.leads:
            raise MongoError(10107, "not primary so can't step down")
        if not self._replica.hand_over(float(command["replSetStepDown"])):
            raise MongoError(262, "No electable secondaries caught up")
        return {}

    def _rotate(self, _command: Document) -> Document:
        try:
            self._tls.rotate()
        except OSError as error:
            raise MongoError(2, f"Failed to rotate certificates: {error}") from error
        return {}
