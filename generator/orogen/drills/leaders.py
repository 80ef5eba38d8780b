"""Who leads a cluster right now, as its members say. A drill takes away whom the others follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.services.queue import VIRTUAL_HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orogen.drills.ground import Ground

_PATRONI = "patronictl --config-file /etc/patroni/config.yml list --format json"
_ETCD = "orogen-etcdctl endpoint status --cluster --write-out json"
_SENTINEL = "orogen-redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME sessions_mon"
_SEARCH = "orogen-elasticsearch GET '/_cat/master?h=node'"
_QUEUES = f"rabbitmqctl --quiet --formatter json list_queues --vhost {VIRTUAL_HOST} name leader"


def database(ground: Ground) -> str:
    """The member of Patroni that leads."""
    return _member(ground, "Leader")


def database_standby(ground: Ground) -> str:
    """The standby that commits wait for, or any where they wait for none."""
    return _member(ground, "Sync Standby", "Replica")


def coordination(ground: Ground) -> str:
    """The voter that etcd's members follow."""
    members = json.loads(_asked(ground, "coordination", _ETCD))
    for member in members:
        if member["Status"]["header"]["member_id"] == member["Status"]["leader"]:
            return _at(ground, "coordination", member["Endpoint"].split("/")[2].rpartition(":")[0])
    raise OrogenError("etcd has no leader")


def cache(ground: Ground) -> str:
    """The node with the master of the sessions, as Sentinel has it."""
    return _at(ground, "cache", _asked(ground, "cache", _SENTINEL).split()[0])


def search(ground: Ground) -> str:
    """The master of Elasticsearch."""
    return _asked(ground, "search", _SEARCH).strip()


def queue(ground: Ground) -> str:
    """The member that leads the drill's own queue, or any before there is one."""
    queues = json.loads(_asked(ground, "queue", _QUEUES))
    leaders = [one["leader"] for one in queues if one["name"].startswith("oro.drill.") and one["leader"]]
    return str(leaders[0]).partition("@")[2] if leaders else ground.nodes("queue")[0]


def among(ground: Ground, nodes: tuple[str, ...]) -> Iterator[str]:
    """Say which of the stores have their leader on these nodes: their loss costs more than that of others."""
    found = {"database": database, "coordination": coordination, "cache": cache, "search": search}
    led = [name for name, leader in found.items() if len(ground.nodes(name)) > 1 and leader(ground) in nodes]
    yield f"led there before: {', '.join(led) or 'no store'}"


def active(service: str) -> Callable[[Ground], str]:
    """Give a function that finds the node whose keeper leads `service`: cron or websocket."""

    def find(ground: Ground) -> str:
        for node in ground.nodes(service):
            if (
                ground.ask(node, f"systemctl show --property StatusText --value oro-{service}").stdout.strip()
                == "leading"
            ):
                return node
        raise OrogenError(f"no node leads {service}")

    return find


def _member(ground: Ground, *roles: str) -> str:
    members = json.loads(_asked(ground, "database", _PATRONI))
    for role in roles:
        for member in members:
            if member["Role"] == role:
                return str(member["Member"])
    raise OrogenError(f"PostgreSQL has no {roles[0].lower()}")


def _asked(ground: Ground, service: str, script: str) -> str:
    """Ask the first member that answers. Raises OrogenError when none does."""
    said = ""
    for node in ground.nodes(service):
        answer = ground.ask(node, f"timeout 10 {script}")
        if answer.returncode == 0 and answer.stdout.strip():
            return answer.stdout
        said = f"{node}: {answer.stderr.strip()[-200:]}"
    raise OrogenError(f"no member of {service} says who leads; {said}")


def _at(ground: Ground, service: str, address: str) -> str:
    for node in ground.plan.cluster(service):
        if str(node.address) == address:
            return node.name
    raise OrogenError(f"{address} is no member of {service}")
