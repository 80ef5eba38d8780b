"""The replica set: who leads, and that the others have what it has.

Like Raft where it matters: terms, one vote a term, a majority to lead and to confirm a write. Unlike it, a member that
is not exactly where the primary is gets everything copied, so no log is kept.
"""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from stand_in.bson import Document, Timestamp, now
from stand_in.errors import MongoError
from stand_in.peer import Peer
from stand_in.store import Entry, Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from stand_in.configuration import Configuration
    from stand_in.peer import Tls
    from stand_in.store import Store

CONFIG = "local.system.replset"
_STATE = "local.system.election"

_BEAT = 2.0
# Without a word from the primary for so long, the first member stands for election; each later one waits longer.
_PATIENCE, _RANK = 5.0, 1.5
# Whoever heard from a primary within this time votes for nobody else.
_LOYALTY = 4.0
# A primary that heard from no majority for so long leads no more.
_LONELY = 6.0
_COPY_BYTES = 8_000_000


class Replica:
    """This member, as one of its set."""

    def __init__(
        self, configuration: Configuration, store: Store, tls: Tls, key: bytes, log: Callable[[str], None]
    ) -> None:
        self.configuration = configuration
        self.instance = os.urandom(8).hex()
        self.key = key
        self.peers: dict[str, Peer] = {}
        self.leads = False
        self.leader = ""
        self.since = now()
        self._store, self.tls, self._log = store, tls, log
        self._lock = threading.RLock()
        self._writing = threading.RLock()
        self._busy: set[str] = set()
        self._pool = ThreadPoolExecutor(24)
        self._heard = time.monotonic()
        self._resting = float("-inf")
        state = store.one(_STATE, {"_id": 1}) or {}
        self.term: int = state.get("term", 0)
        self._voted: str = state.get("voted", "")
        self.me: str = state.get("me", "")
        self.config: Document | None = store.one(CONFIG, {})
        self._meet()

    def start(self) -> None:
        """Begin with heartbeats and elections."""
        threading.Thread(target=self._tick, daemon=True).start()

    # What it knows of itself.

    def hosts(self) -> list[str]:
        """Give every member's address."""
        return [member["host"] for member in self.config["members"]] if self.config else []

    def hurry(self) -> None:
        """Stand for election at once."""
        self._heard = float("-inf")

    def member(self) -> bool:
        """Tell whether this node is in the set's configuration."""
        return self.me in self.hosts()

    def _majority(self) -> int:
        return len(self.hosts()) // 2 + 1

    def _seen(self, seconds: float) -> int:
        return 1 + sum(time.monotonic() - peer.heard < seconds for peer in self.peers.values())

    def _save(self) -> None:
        self._store.put(_STATE, {"_id": 1, "term": self.term, "voted": self._voted, "me": self.me})

    def _meet(self) -> None:
        others = [host for host in self.hosts() if host != self.me] if self.member() else []
        self.peers = {host: self.peers.get(host) or Peer(host, self.tls, self.key) for host in others}

    def adopt(self, config: Document, me: str) -> None:
        """Go by this configuration from now on."""
        with self._lock:
            if not self.config:
                self._heard = time.monotonic()
            self.config, self.me = config, me
            self._store.put(CONFIG, config)
            self._save()
            self._meet()
        self._log(f"configuration {config['version']} of replica set {config['_id']}: {', '.join(self.hosts())}")

    def _see_term(self, term: int) -> None:
        with self._lock:
            if term > self.term:
                self.term, self._voted = term, ""
                self._save()
                self._follow("another member is in a later term")

    def _follow(self, why: str) -> None:
        with self._lock:
            if self.leads:
                self._log(f"leads no more: {why}")
                self.leads, self.leader, self._heard = False, "", time.monotonic()

    # The heart: beats to every other member, and elections.

    def _tick(self) -> None:
        beaten = float("-inf")
        while True:
            if time.monotonic() - beaten >= _BEAT:
                beaten = time.monotonic()
                for peer in list(self.peers.values()):
                    self._pool.submit(self.beat, peer)
            if self.leads and self._seen(_LONELY) < self._majority():
                self._follow("it hears from no majority")
            if not self.leads and self.member() and time.monotonic() > self._resting:
                rank = self.hosts().index(self.me)
                patience = _PATIENCE + _RANK * rank if self.peers else 0
                if time.monotonic() - self._heard > patience and self._seen(_LONELY) >= self._majority():
                    self.campaign()
            time.sleep(0.5)

    def beat(self, peer: Peer) -> None:
        """Ask another member how it is, and tell it the same."""
        with self._lock:
            if peer.host in self._busy:
                return
            self._busy.add(peer.host)
        try:
            before = peer.healthy
            peer.said = peer.call(self._heartbeat(peer))
            if not before:
                self._log(f"{peer.host} answers")
            self._see_term(peer.said["term"])
            if self.leads and _position(peer.said) != self._store.position():
                self._copy(peer)
        except (OSError, MongoError) as error:
            if peer.healthy or not peer.said:
                self._log(f"no heartbeat: {error}")
            peer.healthy, peer.said = False, peer.said or {"term": 0}
        finally:
            self._busy.discard(peer.host)

    def _heartbeat(self, peer: Peer) -> Document:
        with self._lock:
            return {
                "standInHeartbeat": 1,
                "to": peer.host,
                "from": self.me,
                "config": self.config,
                "term": self.term,
                "leads": self.leads,
            }

    def campaign(self, *, handover: bool = False) -> None:
        """Stand for election."""
        with self._lock:
            self.term += 1
            self._voted, term, self._heard = self.me, self.term, time.monotonic()
            self._save()
        position = self._store.position()
        ask = {"standInVote": 1, "from": self.me, "term": term, "handover": handover, **_shown(position)}
        # Whoever is silent would only make the others wait.
        asked = [peer for peer in self.peers.values() if peer.healthy]
        votes = 1 + sum(self._pool.map(lambda peer: self._vote_of(peer, ask), asked))
        if votes < self._majority():
            self._log(f"stood for election in term {term}: {votes} votes of {len(self.hosts())}")
            return
        with self._writing:
            with self._lock:
                if self.term != term:
                    return
                self.leads, self.leader, self.since = True, self.me, now()
            self._log(f"leads in term {term}, with {votes} votes of {len(self.hosts())}")
            try:
                # Who missed an unfinished write of the last primary would not confirm the first one of this.
                for peer in asked:
                    self._copy(peer)
                self.write(dict, always=True)
            except (OSError, MongoError) as error:
                self._log(str(error))

    def _vote_of(self, peer: Peer, ask: Document) -> bool:
        try:
            answer = peer.call(ask)
        except (OSError, MongoError):
            return False
        self._see_term(answer["term"])
        return bool(answer["granted"])

    def hand_over(self, seconds: float) -> bool:
        """Lead no more, and have a member that has everything stand for election."""
        with self._writing:
            position = self._store.position()
            able = [peer for peer in self.peers.values() if peer.healthy and self._ask_position(peer) == position]
            if not self.leads or not able:
                return False
            self._resting = time.monotonic() + seconds
            self._follow(f"it hands over to {able[0].host}")
        try:
            able[0].call({"standInTakeOver": 1})
        except (OSError, MongoError) as error:
            self._log(f"handing over: {error}")
        return True

    def _ask_position(self, peer: Peer) -> Position | None:
        try:
            return _position(peer.call(self._heartbeat(peer)))
        except (OSError, MongoError):
            return None

    # Writes.

    def write(self, make: Callable[[], Document], *, always: bool = False) -> Document:
        """Run a change here and on a majority. Raises MongoError when this member may not, or they do not confirm."""
        with self._writing:
            if not self.leads:
                raise MongoError(10107, "not primary")
            with self._store.writing(self.term, always=always) as entry:
                answer = make()
            confirmed = 1 + (
                sum(self._pool.map(lambda peer: self._append(peer, entry), self.peers.values())) if entry.wanted else 0
            )
            if entry.wanted and confirmed < self._majority():
                self._follow(f"{confirmed} of {len(self.hosts())} members confirm a write")
                raise MongoError(189, "operation was interrupted: no majority of the members confirms it")
        return answer

    def _append(self, peer: Peer, entry: Entry) -> bool:
        if not peer.healthy:
            return False
        try:
            answer = peer.call(
                {
                    "standInAppend": 1,
                    "from": self.me,
                    "term": self.term,
                    "before": _shown(entry.before),
                    "after": _shown(entry.after),
                    "changes": entry.changes,
                }
            )
        except (OSError, MongoError) as error:
            self._log(f"a write is not confirmed: {error}")
            return False
        self._see_term(answer["term"])
        return bool(answer["done"])

    def _copy(self, peer: Peer) -> None:
        with self._writing:
            position = self._store.position()
            if not self.leads or self._ask_position(peer) == position:
                return
            self._log(f"copying everything to {peer.host}")
            first = True
            for batch in self._store.batches(_COPY_BYTES):
                peer.call({"standInCopy": 1, "from": self.me, "term": self.term, "first": first, "documents": batch})
                first = False
            answer = peer.call({"standInCopied": 1, "from": self.me, "term": self.term, **_shown(position)})
            self._see_term(answer["term"])

    # What other members ask.

    def answer(self, name: str, command: Document) -> Document:
        """Answer another member."""
        if name == "standInWho":
            return {"instance": self.instance, "set": self.config["_id"] if self.config else None}
        if name == "standInHeartbeat":
            return self._heartbeat_came(command)
        if name == "standInVote":
            return self._vote_asked(command)
        if name == "standInTakeOver":
            self._pool.submit(self.campaign, handover=True)
            return {}
        return self._led(name, command)

    def _heartbeat_came(self, command: Document) -> Document:
        config = command["config"]
        if config["_id"] != self.configuration.replica_set:
            raise MongoError(93, f"replica set {config['_id']} is not this one's, {self.configuration.replica_set}")
        if self.config and self.config["settings"]["replicaSetId"] != config["settings"]["replicaSetId"]:
            raise MongoError(93, "another replica set of the same name")
        if not self.config or config["version"] > self.config["version"]:
            self.adopt(config, command["to"])
        self._see_term(command["term"])
        if command["leads"] and command["term"] == self.term:
            self.leader, self._heard = command["from"], time.monotonic()
        return {"term": self.term, "leads": self.leads, "leader": self.leader, **_shown(self._store.position())}

    def _vote_asked(self, command: Document) -> Document:
        with self._lock:
            loyal = self.leads or (self.leader and time.monotonic() - self._heard < _LOYALTY)
            if loyal and not command["handover"]:
                return {"granted": False, "term": self.term}
            self._see_term(command["term"])
            granted = (
                command["term"] == self.term
                and self._voted in {"", command["from"]}
                and _position(command) >= self._store.position()
            )
            if granted:
                self._voted, self._heard = command["from"], time.monotonic()
                self._save()
            return {"granted": granted, "term": self.term}

    def _led(self, name: str, command: Document) -> Document:
        # Under the lock: between this check and the write nobody may get this member's vote in a later term.
        with self._lock:
            self._see_term(command["term"])
            if command["term"] < self.term:
                return {"term": self.term, "done": False}
            self.leader, self._heard = command["from"], time.monotonic()
            done = True
            if name == "standInAppend":
                entry = Entry(_position(command["before"]), _position(command["after"]), command["changes"])
                done = self._store.apply(entry)
            elif name == "standInCopy":
                self._store.copy(command["documents"], first=command["first"])
            elif name == "standInCopied":
                self._store.copied(_position(command))
                self._log("everything was copied from the primary")
            return {"term": self.term, "done": done}


def _shown(position: Position) -> Document:
    return {"t": position.term, "ts": Timestamp(position.ts)}


def _position(document: Document) -> Position:
    return Position(document["t"], document["ts"])
