"""coordination: etcd, which holds the vote on who leads the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
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
    Secret,
    Service,
)

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan

CLIENT_PORT = 2379
PEER_PORT = 2380
METRICS_PORT = 2381
MIB = 1024**2


def _data(plan: Plan) -> Data:
    return {
        "profile::coordination::cluster": plan.environment.name,
        "profile::coordination::members": plan.members("coordination"),
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::coordination::node": node.name, "profile::coordination::address": str(node.address)}


SERVICE = Service(
    name="coordination",
    title="etcd",
    profile="profile::coordination",
    why="one voter in each zone decides who leads the database",
    requires=("certificates",),
    ports=(
        Port(
            name="client",
            number=CLIENT_PORT,
            encrypted=True,
            clients={
                "database": "Patroni keeps the leader's lock here",
                "coordination": "etcdctl on one member asks the others",
            },
        ),
        Port(name="peer", number=PEER_PORT, encrypted=True, clients={"coordination": "Raft between the voters"}),
        Port(name="metrics", number=METRICS_PORT, encrypted=False, clients={"monitoring": "metrics of the voters"}),
    ),
    endpoints=(
        Endpoint(port="client", reach="members", why="Patroni is given every voter and asks the next on silence"),
    ),
    quorum=Quorum(model="majority", why="Raft commits with more than half of the voters"),
    memory=Memory(fixed=512 * MIB),
    data=_data,
    node_data=_node_data,
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
        OwnedFile(
            path="/var/lib/etcd", owner=Owner.RUNTIME_OWNED, why="members and keys: changed through etcdctl only"
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
            action="Start etcd on the node; a lost disk needs `etcdctl member remove` and `add`, one member at a time.",
        ),
        Alert(
            name="EtcdNoLeader",
            expression="max(etcd_server_has_leader) == 0",
            lasting="1m",
            severity="critical",
            summary="The voters have no leader: the database cannot fail over",
            action="Bring back more than half of the voters; failsafe mode keeps the leader writing meanwhile.",
        ),
    ),
    backup=Backup(
        content="nothing: what it holds is made anew",
        restore="start empty voters; Patroni writes its keys again",
    ),
    drain=("etcdctl move-leader (when this voter leads)", "systemctl stop etcd"),
    undrain=("systemctl start etcd", "etcdctl endpoint health --cluster"),
    checks="test_coordination.py",
    drills=("coordination-voter-lost", "coordination-majority-lost"),
)
