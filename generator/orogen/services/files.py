"""files: MongoDB, which keeps the application's uploaded files in GridFS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    GIB,
    MIB,
    Alert,
    Backup,
    Data,
    Endpoint,
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Budget, Value
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

PORT = 27017

# OroCommerce's GridFS adapter takes letters, digits and underscores for a database's name, and nothing after it: no
# option of MongoDB's can be given (oro/gridfs-config, MongoDbDriverConfig).
PUBLIC = "oro_public"
PRIVATE = "oro_private"
DATABASES = {"ORO_MONGODB_DSN_PUBLIC": PUBLIC, "ORO_MONGODB_DSN_PRIVATE": PRIVATE}

_SMALLEST_CACHE = GIB // 4
# MongoDB takes a twentieth of the disk by itself, within these bounds; files are large, so the oplog gets a tenth.
_OPLOG_SHARE = 10
_SMALLEST_OPLOG = 990 * MIB
_LARGEST_OPLOG = 50 * GIB


def _huge_pages(environment: Environment) -> Value:
    """Give what MongoDB's production notes want below /sys/kernel/mm/transparent_hugepage: 8.0 turned it round."""
    if int(environment.versions.mongodb.split(".")[0]) < 8:
        return {"enabled": "never"}
    return {"enabled": "always", "defrag": "defer+madvise", "khugepaged/max_ptes_none": "0"}


def _sizing(_environment: Environment, budget: Budget) -> Data:
    # WiredTiger's cache holds pages uncompressed; the page cache keeps the same files compressed in the other half.
    cache = max(_SMALLEST_CACHE, budget.memory // 2)
    oplog = max(_SMALLEST_OPLOG, min(budget.disk // _OPLOG_SHARE, _LARGEST_OPLOG))
    return {
        "profile::files::cache_size": cache * 100 // GIB / 100,
        "profile::files::oplog_size": oplog // MIB,
    }


def _data(plan: Plan) -> Data:
    return {
        "profile::files::replica_set": plan.environment.name,
        "profile::files::members": plan.members("files"),
        "profile::files::databases": [*DATABASES.values()],
        "profile::files::huge_pages": _huge_pages(plan.environment),
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::files::node": node.name, "profile::files::address": str(node.address)}


def _variables(plan: Plan) -> Mapping[str, str]:
    hosts = ",".join(f"{node.name}:{PORT}" for node in plan.cluster("files"))
    return {
        variable: f"mongodb://oro:{{files_password}}@{hosts}/{database}" for variable, database in DATABASES.items()
    }


def _takeover(_environment: Environment) -> tuple[Step, ...]:
    # MongoDB, "Replica set elections": electionTimeoutMillis is 10 s; the median of a failover is below 12 s.
    return (Step("the members miss the primary for 10 s and elect another", 12, 20),)


_REASONS = {
    "profile::files::cache_size": Reason(
        "In GiB, half of the {memory} that files may use, a quarter of 1 GiB at the least: WiredTiger holds pages "
        "uncompressed, the page cache keeps the same files compressed in the other half.",
        ("nodes.<type>.memory",),
    ),
    "profile::files::oplog_size": Reason(
        "In MiB, a tenth of the disk of {disk}, between 990 MiB and 50 GiB: files are large, and a member that was "
        "away longer than the oplog lasts is copied anew.",
        ("nodes.<type>.disk",),
    ),
    "profile::files::replica_set": Reason("The environment's name.", ("name",)),
    "profile::files::databases": Reason("OroCommerce's public and private files."),
    "profile::files::huge_pages": Reason(
        "What MongoDB's production notes want: off before 8.0, on since.", ("application.release",)
    ),
}


SERVICE = Service(
    name="files",
    title="MongoDB",
    profile="profile::files",
    why="one place for uploaded files, whichever web node took them",
    tier="store",
    requires=("certificates",),
    ports=(
        Port(
            name="mongodb",
            number=PORT,
            # Members speak TLS among themselves; the application's DSN has no room to ask for it.
            encrypted=False,
            clients={
                "application": "stores and reads uploaded files, in plain text",
                "files": "the members vote and replicate, over TLS",
                "backup": "reads both databases, and restores them",
            },
        ),
    ),
    endpoints=(
        Endpoint(
            port="mongodb", reach="members", tls="none", why="the driver is given every member and finds the primary"
        ),
    ),
    quorum=Quorum(model="majority", why="more than half of the members elect the primary and confirm each write"),
    takeover=_takeover,
    without=Without("part", "no attachments, and no images that the web nodes have not resized before"),
    memory=Memory(fixed=512 * MIB, weight=2),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    variables=_variables,
    secrets=(
        Secret(
            name="files-admin-password",
            keys=("profile::files::admin_password",),
            why="MongoDB's administrator: users are made with it",
        ),
        Secret(
            name="files-password",
            keys=("profile::files::application_password", "profile::application::secrets.files_password"),
            why="the application's login, owner of its two databases",
        ),
        Secret(
            name="files-backup-password",
            keys=("profile::files::backup_password", "profile::backup::files_password"),
            why="the login that backups are read with; it changes nothing",
        ),
        Secret(
            name="files-restore-password",
            keys=("profile::files::restore_password", "profile::backup::files_restore_password"),
            why="a restore's login: loads files beside the live ones, and changes their names",
        ),
        Secret(
            name="files-monitoring-password",
            keys=("profile::files::monitoring_password",),
            why="reads the set's state for monitoring, and no files",
        ),
        Secret(
            name="files-cluster-key",
            keys=("profile::files::key_material",),
            why="members prove themselves to each other with it. Changing it needs every member stopped",
            length=128,
        ),
    ),
    repositories=lambda _: ("mongodb",),
    pins=lambda environment: {"mongodb-org*": f"{environment.versions.mongodb}.*"},
    held_units=("mongod",),
    held_packages=("mongodb-org*",),
    files=(
        OwnedFile(path="/etc/mongod.conf", owner=Owner.MANAGED, why="read when a member starts"),
        OwnedFile(path="/etc/mongod.key", owner=Owner.MANAGED, why="the same on every member"),
        OwnedFile(path="/etc/mongosh.conf", owner=Owner.MANAGED, why="MongoDB's shell, for everybody on the node"),
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
            # The others tell of a member that is gone with its node, and takes its own metrics along.
            expression="orogen_files_up == 0 or min(orogen_files_members_healthy) < max(orogen_files_members)",
            lasting="2m",
            severity="warning",
            summary="A MongoDB member is down or does not replicate: the next loss may stop uploads",
            action="Ask another with `orogen-mongosh --eval 'rs.status().members'`. A member that lost its disk starts "
            "empty and copies everything by itself; one that is gone for good goes by rs.remove on the primary.",
        ),
        Alert(
            name="FilesWithoutPrimary",
            expression="max(orogen_files_primary_seen) == 0 or sum(orogen_files_up) == 0 or absent(orogen_files_up)",
            lasting="1m",
            severity="critical",
            summary="MongoDB has no primary: no file can be uploaded",
            action="Bring back more than half of the members; they elect a primary by themselves within 12 seconds.",
        ),
        Alert(
            name="FilesReplicationLag",
            expression="orogen_files_lag_seconds > 300",
            lasting="10m",
            severity="warning",
            summary="A MongoDB member is more than five minutes behind the primary",
            action="Look at its disk and network; past the oplog's window it has to copy everything again.",
        ),
        Alert(
            name="FilesOplogShort",
            expression="orogen_files_oplog_used_ratio > 0.9 and orogen_files_oplog_window_seconds < 86400",
            lasting="1h",
            severity="warning",
            summary="A MongoDB member that is away for less than a day could not catch up any more",
            action="`orogen-mongosh --eval 'db.adminCommand({replSetResizeOplog: 1, size: MIB})'` on every member.",
        ),
        Alert(
            name="FilesConnectionsShort",
            expression="orogen_files_connections_used / orogen_files_connections_allowed > 0.8",
            lasting="10m",
            severity="warning",
            summary="A MongoDB member has four fifths of its connections in use",
            action="Look for clients that open and never close; then raise profile::files::max_connections.",
        ),
    ),
    backup=Backup(
        content="an archive (mongodump) of each of the two databases, read from the primary",
        restore="mongorestore --archive --drop as admin on the primary, one database after the other",
    ),
    units=lambda _: ("mongod.service",),
    probe="files",
    # It waits until one of the others has caught up, then hands over.
    handover=("orogen-mongosh --eval rs.stepDown(60)",),
    drain=("systemctl stop mongod",),
    undrain=(
        "systemctl start mongod",
        "orogen-mongosh --eval 'rs.status().members.map((member) => [member.name, member.stateStr])'",
    ),
    checks="test_files.py",
    drills=("files-primary-killed",),
)
