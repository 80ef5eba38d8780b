"""What `backup` and `database` state about WAL: kept on the first backup node, it brings the database to any moment.

pgBackRest runs on both sides, over TLS with the environment's certificates. The leader sends each segment of WAL to the
backup node, which stores it beside the sets; base backups are made there, and read whichever member leads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.contract import GIB, MIB, Alert, OwnedFile, Owner, Port, Reason

if TYPE_CHECKING:
    from orogen.contract import Data, Value
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Backups, Environment

ARCHIVE_PORT = 8432
SOURCE_PORT = 8433
# Beside the sets: whatever keeps those when the region is lost keeps this.
_FOLDER = "pgbackrest"
_AMAZON_HOST = re.compile(r"\bs3[.-]([a-z0-9-]+)\.amazonaws\.com")
_GOOGLE_KEY = "/etc/orogen/archive/google.json"


def kept(environment: Environment) -> bool:
    """Say whether WAL is kept. Not to an SFTP server, which Debian 12's pgBackRest does not know."""
    backups = environment.backups
    if not backups or not backups.point_in_time or environment.standby or backups.repository.startswith("sftp:"):
        return False
    services = {service for node_type in environment.nodes for service in node_type.services}
    return {"backup", "database"} <= services


def repository(backups: Backups, *, machine_account: bool, region: str) -> dict[str, Value]:
    """Give a spec's repository as pgBackRest's options name it, secrets left aside."""
    if backups.repository.startswith("/"):
        return {"repo1-type": "posix", "repo1-path": f"{backups.repository.rstrip('/')}/{_FOLDER}"}
    scheme, _, rest = backups.repository.partition("://")
    if scheme == "gs":
        bucket, _, path = rest.partition("/")
        key = {"repo1-gcs-key-type": "auto"} if machine_account else {"repo1-gcs-key": _GOOGLE_KEY}
        return {"repo1-type": "gcs", "repo1-gcs-bucket": bucket, "repo1-path": _below(path), **key}
    place, bucket, path = (*rest.split("/", 2), "")[:3]
    host, _, port = place.partition(":")
    found = _AMAZON_HOST.search(host)
    return {
        "repo1-type": "s3",
        "repo1-s3-endpoint": host,
        "repo1-storage-port": port or "443",
        "repo1-s3-bucket": bucket,
        "repo1-s3-region": found[1] if found else region,
        # The name of a bucket is a host's name at Amazon alone.
        "repo1-s3-uri-style": "path",
        "repo1-path": _below(path),
    }


def _below(path: str) -> str:
    return f"/{path.strip('/')}/{_FOLDER}".replace("//", "/")


def queue(disk: int) -> str:
    """Give how much WAL may wait on a database node of this disk for a backup node that is away."""
    return f"{max(GIB, min(disk // 10, 256 * GIB)) // MIB}MiB"


def of_backup(plan: Plan, place: dict[str, Value], node: Node) -> Data:
    """Give the Hiera data of a backup node: the first one keeps WAL in that place."""
    environment = plan.environment
    if not environment.backups or not kept(environment) or node != plan.cluster("backup")[0]:
        return {}
    return {
        "profile::backup::archives": True,
        "profile::backup::archive::address": str(node.address),
        "profile::backup::archive::repository": place,
        "profile::backup::archive::days": environment.backups.point_in_time,
        "profile::backup::archive::members": [member.certname for member in plan.cluster("database")],
        "profile::backup::archive::cluster": environment.name,
        "profile::backup::archive::beside_database": "database" in node.services,
    }


def of_database(plan: Plan) -> Data:
    """Give the Hiera data of all database nodes."""
    if not kept(plan.environment):
        return {}
    return {
        "profile::database::archives": True,
        "profile::database::archive::host": plan.cluster("backup")[0].certname,
    }


# Said where WAL is kept, over the default that throws it away: to take either up needs no restart.
SETTINGS: dict[str, Value] = {"archive_command": "pgbackrest --stanza=oro archive-push %p"}

BACKUP_PORT = Port(
    name="archive",
    number=ARCHIVE_PORT,
    encrypted=True,
    clients={"database": "the leader sends WAL"},
    when=kept,
)
DATABASE_PORT = Port(
    name="archive",
    number=SOURCE_PORT,
    encrypted=True,
    clients={"backup": "base backups are read from the leader"},
    when=kept,
)

BACKUP_REASONS = {
    "profile::backup::archives": Reason(
        "The first backup node keeps WAL, where the spec wants it.", ("backups.point_in_time", "nodes.<backup>.count")
    ),
    "profile::backup::archive::repository": Reason(
        "The spec's repository as pgBackRest writes it: a folder beside the sets.", ("backups.repository",)
    ),
    "profile::backup::archive::days": Reason(
        "How long the database comes back to any moment.", ("backups.point_in_time",)
    ),
    "profile::backup::archive::members": Reason(
        "All nodes that run the database: whichever leads is backed up.", ("nodes.<database>.count",)
    ),
    "profile::backup::archive::cluster": Reason("Patroni's scope, and so the folder of the data.", ("name",)),
    "profile::backup::archive::beside_database": Reason(
        "Whether this node runs the database too.", ("nodes.<type>.services",)
    ),
}
DATABASE_REASONS = {
    "profile::database::archives": Reason("Whether a backup node keeps WAL.", ("backups.point_in_time",)),
    "profile::database::archive::host": Reason("The first backup node keeps WAL.", ("nodes.<backup>.count",)),
    "profile::database::archive::queue": Reason(
        "A tenth of the node's disk of {disk}, between 1 and 256 GiB: WAL waits for a backup node that is away; beyond "
        "this it is thrown away, and the disk stays free.",
        ("nodes.<type>.disk",),
    ),
    "profile::database::shared_settings.archive_command": Reason(
        "Each segment of WAL goes to the backup node.", ("backups.point_in_time",)
    ),
}

BACKUP_FILES = (
    OwnedFile(
        path="/etc/orogen/archive", owner=Owner.MANAGED, why="pgBackRest's repository and what opens it, for its user"
    ),
    OwnedFile(path="/var/lib/orogen-archive", owner=Owner.RUNTIME_OWNED, why="pgBackRest's locks"),
    OwnedFile(
        path="/var/lib/orogen-moment",
        owner=Owner.RUNTIME_OWNED,
        why="the database's server at a moment, while a restore copies out of it",
    ),
)
DATABASE_FILES = (
    OwnedFile(path="/etc/pgbackrest.conf", owner=Owner.MANAGED, why="where WAL goes, and who may read a base backup"),
)

BACKUP_ALERTS = (
    Alert(
        name="BackupBaseMissing",
        expression="time() - max(orogen_backup_base_timestamp_seconds) > 129600",
        lasting="30m",
        severity="warning",
        summary="There is no base backup of the last day and a half: a return to a moment takes ever longer",
        action="`journalctl -u orogen-backup-base` on the backup node says why; then `orogen-backup base` by hand.",
    ),
    Alert(
        name="BackupWalMissing",
        expression="orogen_backup_wal_missing > 0",
        # The next run makes a base backup, from which later moments are reached again.
        lasting="2h",
        severity="critical",
        summary="WAL since the last base backup is missing: the database cannot come back to moments after it",
        action="`orogen-backup base` on the backup node begins anew; then ask why with `journalctl -u patroni`.",
    ),
)
DATABASE_ALERTS = (
    Alert(
        name="DatabaseArchiveFailing",
        expression="orogen_database_archive_failing == 1 or orogen_database_archive_waiting > 64",
        lasting="15m",
        severity="warning",
        summary="WAL does not reach the backup node and waits on the leader; beyond a tenth of its disk it is lost",
        action="`systemctl status orogen-archive` on the backup node; `journalctl -u patroni` on the leader says why.",
    ),
)
