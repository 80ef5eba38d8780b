"""coordination: etcd, which holds the vote on who leads the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Endpoint,
    Exporter,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Reason,
    Secret,
    Service,
    Step,
    Without,
)
from orogen.survival.timers import ELECTION_TIMEOUT, ELECTION_WORST

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

CLIENT_PORT = 2379
PEER_PORT = 2380
METRICS_PORT = 2381


def api(environment: Environment) -> Literal["etcd", "etcd3"]:
    """Give the name by which Patroni knows the API that it must use: a key of its configuration.

    Debian 12's own Patroni, 3.0.2, takes the leader's key back unconditionally over the v3 API when it thaws, and loses
    acknowledged writes; 3.1.0's release notes have the repair. Vendors' packages are newer.
    """
    old = environment.location.os == "debian-12" and environment.packages.source == "distribution"
    return "etcd" if old else "etcd3"


def _data(plan: Plan) -> Data:
    return {
        "profile::coordination::cluster": plan.environment.name,
        "profile::coordination::members": plan.members("coordination"),
        "profile::coordination::v2_api": api(plan.environment) == "etcd",
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::coordination::node": node.name, "profile::coordination::address": str(node.address)}


def _takeover(_environment: Environment) -> tuple[Step, ...]:
    return (
        Step(
            f"the members miss the leader for {ELECTION_TIMEOUT:g} to {2 * ELECTION_TIMEOUT:g} s and elect another; "
            "at worst the first vote is split",
            1.5 * ELECTION_TIMEOUT,
            ELECTION_WORST,
        ),
    )


_REASONS = {
    "profile::coordination::cluster": Reason("The environment's name.", ("name",)),
    "profile::coordination::v2_api": Reason(
        "Only Debian 12's own Patroni (3.0.2) needs it: it loses acknowledged writes over version 3.",
        ("location.os", "packages.source"),
    ),
}


SERVICE = Service(
    name="coordination",
    title="etcd",
    profile="profile::coordination",
    why="one voter in each zone decides who leads the database",
    tier="store",
    requires=("certificates",),
    ports=(
        Port(
            name="client",
            number=CLIENT_PORT,
            encrypted=True,
            clients={
                "database": "Patroni keeps the leader's lock here",
                "coordination": "etcdctl on one member asks the others",
                "application": "the keepers of websocket and cron elect the active node",
            },
        ),
        Port(name="peer", number=PEER_PORT, encrypted=True, clients={"coordination": "Raft between the voters"}),
        Port(name="metrics", number=METRICS_PORT, encrypted=False, clients={"monitoring": "metrics of the voters"}),
    ),
    endpoints=(
        Endpoint(port="client", reach="members", why="Patroni is given every voter and asks the next on silence"),
    ),
    quorum=Quorum(model="majority", why="Raft commits with more than half of the voters"),
    takeover=_takeover,
    without=Without("later", "nobody can be elected: the next loss of a leader is an outage"),
    memory=Memory(fixed=512 * MIB),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    secrets=(
        Secret(
            name="coordination-root-password",
            keys=("profile::coordination::root_password",),
            why="etcd's administrator: users and roles are made with it",
        ),
        Secret(
            name="coordination-patroni-password",
            keys=("profile::coordination::patroni_password", "profile::database::coordination_password"),
            why="Patroni's login at etcd, with rights on its own keys only",
        ),
    ),
    held_units=("etcd",),
    held_packages=("etcd-server",),
    files=(
        OwnedFile(path="/etc/default/etcd", owner=Owner.MANAGED, why="read once, when a member starts"),
        OwnedFile(path="/usr/local/sbin/orogen-etcdctl", owner=Owner.MANAGED, why="etcdctl with the node's login"),
        OwnedFile(
            path="/var/lib/etcd", owner=Owner.RUNTIME_OWNED, why="members and keys: changed through etcdctl only"
        ),
        OwnedFile(
            path="/var/lib/orogen/coordination-root-password",
            owner=Owner.RUNTIME_OWNED,
            why="the password in force, with which the next one is set",
        ),
    ),
    exporters=(Exporter(port=METRICS_PORT),),
    alerts=(
        Alert(
            name="EtcdVoterLost",
            expression="up{service='coordination'} == 0",
            lasting="2m",
            severity="warning",
            summary="A voter is silent: the next loss may stop database failover",
            action="Start etcd on the node. For a lost disk: `orogen-etcdctl member remove`, `member add`, then Puppet "
            "with profile::coordination::initial_state: existing in overrides/nodes/, one member at a time.",
        ),
        Alert(
            name="EtcdNoLeader",
            expression="max(etcd_server_has_leader) == 0",
            lasting="1m",
            severity="critical",
            summary="The voters have no leader: the database cannot fail over",
            action="Bring back more than half of the voters; Patroni's failsafe mode lets the leader write meanwhile.",
        ),
        Alert(
            name="EtcdSlowDisk",
            expression="histogram_quantile(0.99, rate(etcd_disk_wal_fsync_duration_seconds_bucket[5m])) > 0.1",
            lasting="10m",
            severity="warning",
            summary="A voter's disk needs more than 100 ms to keep a vote: elections begin without cause",
            action="Look for what else writes on the node's disk; give the voter a faster one.",
        ),
        Alert(
            name="EtcdAlmostFull",
            expression="etcd_mvcc_db_total_size_in_bytes / etcd_server_quota_backend_bytes > 0.8",
            lasting="10m",
            severity="critical",
            summary="etcd is close to its quota, where it refuses writes",
            action="Run `orogen-etcdctl compact` and `defrag` on one member after the other, then `alarm disarm`.",
        ),
    ),
    backup=Backup(
        content="nothing: what it holds is made anew",
        restore="start empty voters; Patroni writes its keys again",
    ),
    units=lambda _: ("etcd.service",),
    probe="coordination",
    drain=("orogen-etcdctl endpoint health --cluster", "systemctl stop etcd"),
    undrain=("systemctl start etcd", "orogen-etcdctl endpoint health --cluster"),
    checks="test_coordination.py",
    drills=(
        "coordination-leader-crashed",
        "coordination-majority-lost",
    ),
)
