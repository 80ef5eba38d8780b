"""Who is in the replica set: begun once, changed by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stand_in.bson import Document, object_id
from stand_in.errors import MongoError
from stand_in.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stand_in.replica import Replica


def initiate(replica: Replica, config: Document) -> None:
    """Begin a set. Raises MongoError when a member does not answer, or is in one."""
    if replica.config:
        raise MongoError(23, "already initialized")
    if config.get("_id") != replica.configuration.replica_set:
        raise MongoError(
            93,
            f"Attempting to initiate a replica set with name {config.get('_id')}, but command line reports "
            f"{replica.configuration.replica_set}; rejecting",
        )
    mine = [host for host, instance in _instances(replica, config) if instance == replica.instance]
    if len(mine) != 1:
        raise MongoError(
            93, f"No host described in new configuration for replica set {config['_id']} maps to this node"
        )
    replica.adopt({"version": 1, "term": 1, **config, "settings": {"replicaSetId": object_id()}}, mine[0])
    for peer in replica.peers.values():
        replica.beat(peer)
    replica.hurry()


def _instances(replica: Replica, config: Document) -> Iterator[tuple[str, str]]:
    for member in config["members"]:
        peer = Peer(member["host"], replica.tls, replica.key)
        try:
            answer = peer.call({"standInWho": 1})
        except (OSError, MongoError) as error:
            raise MongoError(
                74,
                "replSetInitiate quorum check failed because not all proposed set members responded affirmatively: "
                f"{error}",
            ) from error
        finally:
            peer.close()
        if answer["set"]:
            raise MongoError(93, f"{member['host']} is a member of {answer['set']} already")
        yield member["host"], answer["instance"]


def reconfigure(replica: Replica, config: Document) -> None:
    """Have other members, one more or one less."""
    if not replica.leads or not replica.config:
        raise MongoError(10107, "replSetReconfig should only be run on a writable PRIMARY")
    if replica.me not in [member["host"] for member in config["members"]]:
        raise MongoError(93, f"{replica.me}, the primary, is not in the new configuration")
    leaving = [peer for host, peer in replica.peers.items() if host not in [each["host"] for each in config["members"]]]
    version = max(config["version"], replica.config["version"] + 1)
    replica.adopt({**config, "version": version, "settings": replica.config["settings"]}, replica.me)
    for peer in [*leaving, *replica.peers.values()]:
        replica.beat(peer)
