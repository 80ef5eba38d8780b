"""files: MongoDB, which keeps the application's uploaded files in GridFS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    Alert,
    Backup,
    Data,
    Endpoint,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Secret,
    Service,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Budget
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

PORT = 27017
MIB = 1024**2
GIB = 1024**3

# OroCommerce's variables and their databases. Its GridFS adapter takes letters, digits and underscores for a name, and
# nothing after it: no option of MongoDB's can be given (oro/gridfs-config, MongoDbDriverConfig).
DATABASES = {"ORO_MONGODB_DSN_PUBLIC": "oro_public", "ORO_MONGODB_DSN_PRIVATE": "oro_private"}

# mongod itself, and each connection's megabyte; WiredTiger's cache cannot be less than a quarter of a GiB.
_BESIDE_CACHE = 256 * MIB
_SMALLEST_CACHE = 0.25
# MongoDB's own default is this share of the disk, within these bounds ("Replica Set Oplog").
_OPLOG_SHARE = 20
_OPLOG = (990 * MIB, 50 * GIB)


def _sizing(_environment: Environment, budget: Budget) -> Data:
    # Half for WiredTiger, which keeps pages uncompressed; the page cache keeps the files compressed in the other half.
    cache = max(_SMALLEST_CACHE, (budget.memory - _BESIDE_CACHE) / 2 / GIB)
    oplog = max(_OPLOG[0], min(budget.disk // _OPLOG_SHARE, _OPLOG[1]))
    return {
        "profile::files::cache_size": int(cache * 100) / 100,
        "profile::files::oplog_size": oplog // MIB,
    }


def _data(plan: Plan) -> Data:
    return {
        "profile::files::replica_set": plan.environment.name,
        "profile::files::members": plan.members("files"),
        "profile::files::databases": [*DATABASES.values()],
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::files::address": str(node.address)}


def _variables(plan: Plan) -> Mapping[str, str]:
    hosts = ",".join(f"{address}:{PORT}" for address in plan.addresses("files"))
    return {
        variable: f"mongodb://oro:{{files_password}}@{hosts}/{database}" for variable, database in DATABASES.items()
    }


def _pins(environment: Environment) -> Mapping[str, str]:
    series = f"{environment.versions.mongodb}.*"
    return {"mongodb-org-server": series, "mongodb-mongosh": "*", "mongodb-database-tools": "*"}


SERVICE = Service(
    name="files",
    title="MongoDB",
    profile="profile::files",
    why="one place for uploaded files, whichever web node took them",
    requires=("certificates",),
    ports=(
        Port(
            name="mongodb",
            number=PORT,
            # Members speak TLS among themselves; the application's DSN has no room to ask for it.
            encrypted=False,
            clients={
                "application": "stores and reads uploaded files",
                "files": "the members vote and replicate, over TLS",
                "backup": "reads both databases",
            },
        ),
    ),
    endpoints=(
        Endpoint(
            port="mongodb", reach="members", tls="none", why="the driver is given every member and finds the primary"
        ),
    ),
    quorum=Quorum(model="majority", why="more than half of the members elect the primary and confirm each write"),
    memory=Memory(fixed=_BESIDE_CACHE + 256 * MIB, weight=2),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    variables=_variables,
    secrets=(
        Secret(
            name="files-admin-password",
            keys=("profile::files::admin_password",),
            why="MongoDB's administrator: users are made with it",
        ),
        Secret(
            name="files-password",
            keys=("profile::files::password", "profile::application::secrets.files_password"),
            why="the application's login, owner of its two databases",
        ),
        Secret(
            name="files-backup-password",
            keys=("profile::files::backup_password", "profile::backup::files_password"),
            why="the login that backups are read with; it changes nothing",
        ),
        Secret(
            name="files-monitoring-password",
            keys=("profile::files::monitoring_password",),
            why="reads the set's state for monitoring, and no files",
        ),
        Secret(
            name="files-key",
            keys=("profile::files::key_material",),
            why="members prove themselves to each other with it. Changing it needs every member stopped",
            length=128,
        ),
    ),
    repositories=lambda _: ("mongodb",),
    pins=_pins,
    held_units=("mongod",),
    held_packages=("mongodb-org*",),
    files=(
        OwnedFile(path="/etc/mongod.conf", owner=Owner.MANAGED, why="read when a member starts"),
        OwnedFile(path="/etc/mongod.key", owner=Owner.MANAGED, why="the same on every member"),
        OwnedFile(
            path="/usr/local/sbin/orogen-mongosh", owner=Owner.MANAGED, why="MongoDB's shell with the node's login"
        ),
        OwnedFile(
            path="/var/lib/orogen/files-admin-password",
            owner=Owner.RUNTIME_OWNED,
            why="the password in force, with which the next one is set",
        ),
        OwnedFile(path="/var/lib/mongodb", owner=Owner.RUNTIME_OWNED, why="files, users, and the set's configuration"),
    ),
    alerts=(
        Alert(
            name="FilesMemberLost",
            expression="orogen_files_up == 0 or min(orogen_files_members_healthy) < max(orogen_files_members)",
            lasting="2m",
            severity="warning",
            summary="A MongoDB member is down or does not replicate",
            action="Start mongod on the node. A member without its disk comes back empty and copies everything again.",
        ),
        Alert(
            name="FilesWithoutPrimary",
            expression="max(orogen_files_primary_seen) == 0 or sum(orogen_files_up) == 0",
            lasting="1m",
            severity="critical",
            summary="MongoDB has no primary: no file can be uploaded",
            action="Bring back more than half of the members; they elect a primary by themselves within 12 seconds.",
        ),
        Alert(
            name="FilesReplicationLag",
            expression="max(orogen_files_lag_seconds) > 300",
            lasting="10m",
            severity="warning",
            summary="A MongoDB member is more than five minutes behind",
            action="Look at its disk and network; past the oplog's length it has to copy everything again.",
        ),
    ),
    backup=Backup(
        content="an archive (mongodump) of each of the two databases, read from the primary",
        restore="mongorestore --archive --drop as admin on the primary, one database after the other",
    ),
    drain=("orogen-mongosh 'if (db.hello().isWritablePrimary) rs.stepDown(60)'", "systemctl stop mongod"),
    undrain=("systemctl start mongod", "orogen-mongosh 'rs.status().members.map((m) => `${m.name} ${m.stateStr}`)'"),
    checks="test_files.py",
    drills=("files-primary-lost", "files-member-cut-off"),
)
