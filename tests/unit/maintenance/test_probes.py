"""What each store says of itself, as it was seen there, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from orogen_control import verbs
from orogen_control.commands import CommandError
from orogen_control.probes import cache, coordination, database, files, keeper, queue, search

from tests.unit.maintenance.machine import service

if TYPE_CHECKING:
    from tests.unit.maintenance.machine import Machine

CLUSTER = {
    "members": [
        {"name": "database1", "role": "leader", "state": "running", "timeline": 3},
        {"name": "database2", "role": "sync_standby", "state": "streaming", "timeline": 3, "lag": 0},
    ]
}
LEADER = {"state": "running", "role": "primary", "timeline": 3, "xlog": {"location": 117440512}}
STANDBY = {
    "state": "running",
    "role": "replica",
    "timeline": 3,
    "sync_standby": True,
    "xlog": {"received_location": 117440500, "replayed_location": 117440400},
}


@pytest.mark.parametrize(
    ("own", "cluster", "role", "healthy", "position", "note"),
    [
        (LEADER, CLUSTER, "leader", True, 117440512, "timeline 3"),
        ({**LEADER, "role": "master"}, CLUSTER, "leader", True, 117440512, "timeline 3"),
        (STANDBY, CLUSTER, "follower", True, 117440400, "timeline 3, synchronous"),
        (STANDBY, {"members": []}, "follower", False, 117440400, "timeline 3, synchronous"),
        ({**LEADER, "pause": True}, CLUSTER, "leader", True, 117440512, "timeline 3, paused"),
        ({"state": "starting", "role": "replica"}, CLUSTER, "follower", False, None, "starting"),
        ({**STANDBY, "pending_restart": True}, CLUSTER, "follower", True, 117440400,
         "timeline 3, synchronous, restart pending"),
    ],
)  # fmt: skip
def test_database(
    own: dict[str, Any], cluster: dict[str, Any], role: str, healthy: bool, position: int | None, note: str
) -> None:
    (found,) = database.part("database2", 2, own, cluster)
    assert (found["role"], found["healthy"], found["position"], found["note"]) == (role, healthy, position, note)


@pytest.mark.parametrize(
    ("status", "fault", "role", "healthy", "note"),
    [
        ({"leader": 7, "raftIndex": 900}, "", "leader", True, "20 KiB"),
        ({"leader": 8, "raftIndex": 900}, "", "follower", True, "20 KiB"),
        ({"raftIndex": 900}, "commits nothing", "follower", False, "20 KiB, commits nothing, no leader"),
        ({"leader": 8, "errors": ["NOSPACE"]}, "", "follower", False, "20 KiB, NOSPACE"),
    ],
)
def test_coordination(status: dict[str, Any], fault: str, role: str, healthy: bool, note: str) -> None:
    (found,) = coordination.part(3, {"header": {"member_id": 7}, "dbSize": 20480, **status}, fault)
    assert (found["role"], found["healthy"], found["note"], found["others"]) == (role, healthy, note, 2)


@pytest.mark.parametrize(
    ("said", "fault", "role", "healthy", "note"),
    [
        ({"role": "master", "connected_slaves": "2"}, "", "leader", True, "2 of 2 replicas"),
        ({"role": "master", "connected_slaves": "0"}, "NOQUORUM 1 usable", "leader", False,
         "0 of 2 replicas, NOQUORUM 1 usable"),
        ({"role": "slave", "master_host": "10.0.0.3", "master_link_status": "up"}, "", "follower", True, ""),
        ({"role": "slave", "master_host": "10.0.0.3", "master_link_status": "down"}, "", "follower", False,
         "link to 10.0.0.3 down"),
    ],
)  # fmt: skip
def test_cache(said: dict[str, str], fault: str, role: str, healthy: bool, note: str) -> None:
    found = cache.part("sessions_mon", 2, {"master_repl_offset": "4711", **said}, fault)
    assert (found["part"], found["role"], found["healthy"], found["note"]) == ("sessions_mon", role, healthy, note)
    assert found["position"] == 4711


@pytest.mark.parametrize(
    ("status", "healthy", "note"),
    [
        ({}, True, "sees 3 of 3"),
        ({"running_nodes": ["rabbit@queue1"]}, False, "sees 1 of 3"),
        ({"disk_nodes": ["rabbit@queue1"], "running_nodes": ["rabbit@queue1"]}, False, "sees 1 of 3, knows 1 members"),
        # Both sides of a split that was over within a second, and that Mnesia does not forget.
        ({"running_nodes": ["rabbit@queue1"],
          "partitions": {"rabbit@queue1": ["rabbit@queue2", "rabbit@queue3"]}}, False,
         "sees 1 of 3, split from queue2 and queue3"),
        ({"running_nodes": ["rabbit@queue3", "rabbit@queue1"],
          "partitions": {"rabbit@queue3": ["rabbit@queue2"], "rabbit@queue1": ["rabbit@queue2"]}}, True,
         "sees 2 of 3, split from queue2"),
        ({"alarms": [{"type": "resource_limit", "resource": "disk", "node": "rabbit@queue1"}]}, False,
         "sees 3 of 3, alarm: disk"),
    ],
)  # fmt: skip
def test_queue(status: dict[str, Any], healthy: bool, note: str) -> None:
    names = [f"rabbit@queue{number}" for number in (1, 2, 3)]
    well = {"running_nodes": names, "disk_nodes": names, "ram_nodes": [], "partitions": {}, "alarms": []}
    (found,) = queue.part("queue1", 3, {**well, **status})
    assert (found["role"], found["healthy"], found["note"]) == ("member", healthy, note)


@pytest.mark.parametrize(
    ("health", "master", "role", "healthy", "note"),
    [
        ({"status": "green", "unassigned_shards": 0}, "a", "leader", True, "green, sees 3 of 3"),
        ({"status": "yellow", "unassigned_shards": 4}, "b", "follower", True,
         "yellow, sees 3 of 3, unassigned shards: 4"),
        ({"status": "red", "unassigned_shards": 9}, None, "follower", False,
         "red, sees 3 of 3, unassigned shards: 9, no master"),
    ],
)  # fmt: skip
def test_search(health: dict[str, Any], master: str | None, role: str, healthy: bool, note: str) -> None:
    state = {"master_node": master, "nodes": {"a": {"name": "search1"}, "b": {"name": "search2"}}}
    (found,) = search.part("search1", 3, {"number_of_nodes": 3, **health}, state)
    assert (found["role"], found["healthy"], found["note"]) == (role, healthy, note)


@pytest.mark.parametrize(
    ("hello", "role", "healthy", "note"),
    [
        ({"primary": True, "leader": "files1:27017"}, "leader", True, ""),
        ({"secondary": True, "leader": "files2:27017"}, "follower", True, ""),
        ({"secondary": True}, "follower", False, "no primary"),
        ({"hosts": 1}, "follower", False, "neither primary nor secondary, no primary, knows 1 members"),
    ],
)
def test_files(hello: dict[str, Any], role: str, healthy: bool, note: str) -> None:
    blank = {"primary": False, "secondary": False, "leader": "", "hosts": 3, "written": 1795428900000}
    (found,) = files.part(3, {**blank, **hello})
    assert (found["role"], found["healthy"], found["note"], found["unit"]) == (role, healthy, note, "ms")


@pytest.mark.parametrize(
    ("state", "text", "role", "healthy"),
    [
        ("active", "leading", "leader", True),
        ("active", "standing by", "follower", True),
        ("inactive", "", "follower", False),
    ],
)
def test_keeper(machine: Machine, state: str, text: str, role: str, healthy: bool) -> None:
    machine.change("oro-cron.service", state=state, text=text)
    (found,) = keeper.look(machine.settings, service("cron", units=["oro-cron.service"]))
    assert (found["role"], found["healthy"], found["others"]) == (role, healthy, 1)


def test_a_store_that_is_silent_is_a_fault(machine: Machine) -> None:
    machine.program("orogen-etcdctl", "#!/bin/sh\necho 'context deadline exceeded' >&2; exit 1\n")
    with pytest.raises(CommandError, match="context deadline exceeded"):
        coordination.look(machine.settings, service("coordination"))
    with pytest.raises(CommandError, match="Patroni does not answer"):
        database.look(machine.settings, service("database"))


# As etcdctl says it on a node whose etcd is stopped; only the last line is for people.
ETCDCTL = """#!/bin/sh
echo '{"level":"warn","logger":"etcd-client","msg":"retrying of unary invoker failed"}' >&2
echo 'Error: context deadline exceeded' >&2
exit 2
"""


def test_what_is_silent_is_told_in_its_last_words(machine: Machine) -> None:
    machine.program("orogen-etcdctl", ETCDCTL)
    machine.settings.services["coordination"] = service("coordination", probe="coordination")
    answer = verbs.probe_members(machine.settings, {"service": "coordination"}, lambda _: None)
    assert answer == {"coordination": {"parts": [], "fault": "Error: context deadline exceeded"}}
    machine.program("orogen-etcdctl", "#!/bin/sh\necho '[{}]'\n")
    answer = verbs.probe_members(machine.settings, {"service": "coordination"}, lambda _: None)
    assert "its answer cannot be read" in answer["coordination"]["fault"]
