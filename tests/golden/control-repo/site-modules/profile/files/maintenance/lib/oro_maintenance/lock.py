"""One lock for the whole environment: who changes something holds it, and whoever comes second is told who that is.

On this node it is a file that the kernel unlocks when its holder ends, however it ends. Between maintenance nodes it is
a key in etcd with a lease of a minute: that of a node that was lost is free again by then. A key that this node left
behind while nobody here holds the file is stale, and is taken over at once.
"""

from __future__ import annotations

import fcntl
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from oro_maintenance.errors import RefusedError, ToolError
from oro_maintenance.etcd import Etcd, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oro_maintenance.configuration import Configuration

    Say = Callable[[str], None]
    Holder = dict[str, Any]

LEASE_SECONDS = 60
RENEW_SECONDS = 15
HELP = "Wait until it is done; `oro-maintenance log list` says more. A holder that died is forgotten within a minute."


@contextmanager
def locked(configuration: Configuration, holder: Holder, say: Say, *, alone: bool = False) -> Iterator[None]:
    """Hold the lock. `alone`: on this node only, for when etcd does not answer. Raises RefusedError, ToolError."""
    with _file(configuration, holder):
        if alone or not configuration.coordination.endpoints:
            yield
            return
        etcd, key = Etcd(configuration), configuration.coordination.key
        try:
            lease = _take(etcd, key, holder)
        except UnreachableError as error:
            raise ToolError(
                f"etcd does not answer, so another maintenance node cannot be kept away: {error}",
                "`--unlocked` goes on; make sure that nobody works on another maintenance node.",
            ) from error
        with _renewed(configuration, lease, say):
            yield


@contextmanager
def _file(configuration: Configuration, holder: Holder) -> Iterator[None]:
    configuration.lock.parent.mkdir(parents=True, exist_ok=True)
    with configuration.lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(_held(_read(file)), HELP) from error
        file.truncate(0)
        json.dump(holder, file)
        file.flush()
        yield
        file.truncate(0)


def _read(file: TextIO) -> Holder:
    file.seek(0)
    try:
        found: Holder = json.load(file)
    except ValueError:
        return {}
    return found


def _take(etcd: Etcd, key: str, holder: Holder) -> str:
    lease = etcd.grant(LEASE_SECONDS)
    try:
        for _ in range(2):
            if etcd.create(key, json.dumps(holder), lease):
                return lease
            found = etcd.read(key)
            if found is None:
                continue
            other: Holder = json.loads(found[0])
            # The file on this node is ours, so nobody here can be alive behind this key.
            if other.get("host") != holder["host"] or not found[1]:
                raise RefusedError(_held(other), HELP)
            etcd.revoke(found[1])
        raise RefusedError("somebody else took the lock at this moment", HELP)
    except (RefusedError, UnreachableError):
        _give_up(etcd, lease)
        raise


@contextmanager
def _renewed(configuration: Configuration, lease: str, say: Say) -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(configuration, lease, done, say), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        _give_up(Etcd(configuration), lease)


def _renew(configuration: Configuration, lease: str, done: threading.Event, say: Say) -> None:
    etcd = Etcd(configuration)
    while not done.wait(RENEW_SECONDS):
        try:
            if not etcd.renew(lease):
                say("warning: the lock was lost; another maintenance node may start work now")
                return
        except UnreachableError as error:
            say(f"warning: the lock is not renewed: {error}")


def _give_up(etcd: Etcd, lease: str) -> None:
    """End the lease; one that cannot be ended runs out by itself."""
    try:
        etcd.revoke(lease)
    except UnreachableError:
        return


def _held(holder: Holder) -> str:
    if not holder:
        return "another command is under way"
    return (
        f"`{holder['command']}` is under way: {holder['user']} on {holder['host']}, "
        f"process {holder['pid']}, since {holder['since']}"
    )
