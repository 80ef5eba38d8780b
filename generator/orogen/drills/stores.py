"""Drills of the stores: who is broken how, and what is expected of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orogen.drills import faults, leaders, workload
from orogen.drills.loss import Losing
from orogen.drills.parts import (
    drill,
    handed_over,
    lost,
    nothing,
    one,
    publisher_and_consumer,
    several,
    two_clients,
)

if TYPE_CHECKING:
    from orogen.drills.faults import Fault
    from orogen.drills.ground import Ground
    from orogen.drills.model import Drill
    from orogen.drills.parts import Expected, Victims
    from orogen.drills.workload import Task, Worker

# Long enough for another to lead when the lost one comes back.
_LONG = 60.0
_SWITCHOVER = "patronictl --config-file /etc/patroni/config.yml switchover --leader $(hostname) --force"


def _store(
    name: str,
    service: str,
    about: str,
    fault: Fault,
    victims: Victims,
    expectation: Expected | None = None,
    *,
    under: str = "",
    hold: float = 15.0,
    notes: tuple[str, ...] = (),
) -> Drill:
    """Give a drill of a store under two clients, its own ones unless they are those of a store that stands on it."""
    losing = Losing(
        workload=under or service,
        fault=fault,
        victims=victims,
        expectation=expectation or lost(service),
        tasks=two_clients,
        hold=hold,
        notes=notes,
    )
    return drill(name, service, about, losing)


def _queue(name: str, about: str, fault: Fault, hold: float) -> Drill:
    losing = Losing(
        workload="queue",
        fault=fault,
        victims=one(leaders.queue),
        expectation=lost("queue"),
        tasks=publisher_and_consumer,
        hold=hold,
        found=taken,
        # RabbitMQ promises each message at least once; a consumer has to bear the second time.
        twice=False,
    )
    return drill(name, "queue", about, losing, several("queue"))


def taken(ground: Ground, losing: Losing, task: Task, workers: tuple[Worker, ...]) -> Counter[int]:
    """Count what was taken from a queue, and what still waits in it."""
    takers = [worker for worker in workers if worker.task.task == "take"]
    numbers = [entry.number for worker in takers for entry in worker.entries if entry.outcome == "ok"]
    return Counter(numbers) + workload.read_back(ground, losing.workload, task)


def _voters_beside_the_leader(ground: Ground) -> tuple[str, ...]:
    """As many voters as a majority has; the database's own leader keeps its one, if it has one."""
    voters = ground.nodes("coordination")
    leader = leaders.database(ground)
    return tuple(sorted(voters, key=lambda node: node == leader))[: len(voters) // 2 + 1]


_LEADER = one(leaders.database)
_MASTER = one(leaders.cache)
_ELECTED = one(leaders.search)
_REDIS = "redis-sentinel@oro redis-server@sessions redis-server@cache"
_BLINK = """
rabbitmqctl eval '[erlang:disconnect_node(Node) || Node <- nodes(), lists:prefix("rabbit@", atom_to_list(Node))].'
"""
_FAILOVER = "orogen-redis-cli -e -p 26379 SENTINEL failover sessions_mon"

DRILLS = (
    _store("database-leader-killed", "database", "the leader's machine loses its power", faults.KILLED, _LEADER),
    _store(
        "database-leader-frozen",
        "database",
        "the leader's machine freezes, and thaws when another leads",
        faults.FROZEN,
        _LEADER,
    ),
    _store(
        "database-leader-cut-off",
        "database",
        "the leader's network fails, and comes back when another leads",
        faults.CUT_OFF,
        _LEADER,
    ),
    _store(
        "database-leader-crashed",
        "database",
        "kill -9 of Patroni and PostgreSQL on the leader",
        faults.killed("patroni"),
        _LEADER,
    ),
    _store(
        "database-leader-stopped",
        "database",
        "Patroni on the leader is stopped",
        faults.stopped("patroni"),
        _LEADER,
        handed_over("database"),
    ),
    _store(
        "database-switchover",
        "database",
        "a person has another member lead",
        faults.command("switchover", _SWITCHOVER),
        _LEADER,
        handed_over("database"),
    ),
    _store(
        "database-standby-lost",
        "database",
        "the machine of the standby that commits wait for loses its power",
        faults.KILLED,
        one(leaders.database_standby),
    ),
    _store(
        "database-standby-frozen",
        "database",
        "the machine of that standby freezes: the leader gets no answer, and no word that it is gone",
        faults.FROZEN,
        one(leaders.database_standby),
        hold=_LONG,
    ),
    _store(
        "coordination-leader-crashed",
        "coordination",
        "kill -9 of etcd on its leader, under writes to the database",
        faults.killed("etcd"),
        one(leaders.coordination),
        nothing,
        under="database",
    ),
    _store(
        "coordination-majority-lost",
        "coordination",
        "etcd stops on a majority, under writes to the database: Patroni's failsafe mode goes on",
        faults.stopped("etcd"),
        _voters_beside_the_leader,
        nothing,
        under="database",
        hold=_LONG,
    ),
    _store("cache-master-killed", "cache", "the master's machine loses its power", faults.KILLED, _MASTER),
    _store(
        "cache-master-frozen",
        "cache",
        "the master's machine freezes, and thaws when another is master",
        faults.FROZEN,
        _MASTER,
        hold=30.0,
    ),
    _store(
        "cache-master-cut-off",
        "cache",
        "the master's network fails, and comes back when another is master",
        faults.CUT_OFF,
        _MASTER,
        hold=30.0,
    ),
    _store(
        "cache-master-stopped",
        "cache",
        "Redis and Sentinel are stopped on the master's node",
        faults.stopped(_REDIS, "Redis"),
        _MASTER,
    ),
    _store(
        "cache-switchover",
        "cache",
        "a person has another Redis be the master",
        faults.command("failover", _FAILOVER),
        _MASTER,
        handed_over("cache"),
    ),
    _queue(
        "queue-leader-killed", "the machine of the member that leads the queue loses its power", faults.KILLED, 30.0
    ),
    _queue("queue-leader-cut-off", "the network of the member that leads the queue fails", faults.CUT_OFF, _LONG),
    _queue(
        "queue-leader-frozen",
        "the machine of the member that leads the queue freezes, and thaws when another leads",
        faults.FROZEN,
        _LONG,
    ),
    _queue(
        "queue-leader-stopped",
        "RabbitMQ is stopped on the member that leads the queue",
        faults.stopped("rabbitmq-server"),
        30.0,
    ),
    _queue(
        "queue-member-blinked",
        "the member that leads the queue loses its connections to the others for an instant: its metadata stay apart",
        faults.command("out of the others' sight for an instant", _BLINK),
        30.0,
    ),
    _store(
        "search-master-killed",
        "search",
        "the machine of the elected master loses its power",
        faults.KILLED,
        _ELECTED,
        hold=_LONG,
    ),
    _store(
        "search-master-frozen",
        "search",
        "the machine of the elected master freezes, and thaws when another is master",
        faults.FROZEN,
        _ELECTED,
        hold=_LONG,
    ),
    _store(
        "search-master-cut-off",
        "search",
        "the network of the elected master fails, and comes back when another is master",
        faults.CUT_OFF,
        _ELECTED,
        hold=_LONG,
    ),
    _store(
        "search-master-stopped",
        "search",
        "Elasticsearch is stopped on the elected master",
        faults.stopped("elasticsearch"),
        _ELECTED,
        handed_over("search"),
    ),
    _store(
        "files-primary-killed",
        "files",
        "the primary's machine loses its power",
        faults.KILLED,
        lambda ground: ground.nodes("files")[:1],
    ),
)
