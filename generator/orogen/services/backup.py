"""backup: hourly sets of database, media and revision in an encrypted restic repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Memory,
    Operation,
    OwnedFile,
    Owner,
    Quorum,
    Reason,
    Secret,
    Service,
    Without,
)
from orogen.services import archive
from orogen.services.application import ROOT
from orogen.services.exporters import NODE_PORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Value
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

# Both GridFS databases: public and private files are apart, and a restored shop needs both.
MEDIA = ("oro_public", "oro_private")
FILES_PORT = 27017
# Minutes between the runs of two backup nodes: the second looks whether the first has made a set.
_STAGGER = 20
_FIRST_MINUTE = 5
# Each backup node shows once a week that it could restore, and no two take disk for it on the same day.
_VERIFY_DAYS = ("Sat", "Mon", "Tue", "Thu", "Fri")
# NAMESPACE.compat.objectstorage.REGION.oraclecloud.com
_ORACLE_HOST = re.compile(r"\.compat\.objectstorage\.([a-z0-9-]+)\.")

Login = Literal["none", "s3", "sftp", "google"]


def login(environment: Environment) -> Login:
    """Say what opens the repository's place. A machine in Google Cloud has its own service account: nothing."""
    scheme = environment.backups.repository.partition("://")[0] if environment.backups else ""
    if scheme == "gs":
        return "none" if environment.location.provider == "gcp" else "google"
    return "s3" if scheme == "s3" else "sftp" if scheme == "sftp" else "none"


def restic_form(repository: str) -> str:
    """Give a spec's repository as restic names it (its manual, "Preparing a new repository")."""
    if repository.startswith("/"):
        return repository
    scheme, _, rest = repository.partition("://")
    place, _, path = rest.partition("/")
    if scheme == "gs":
        return f"gs:{place}:/{path}"
    # The double slash makes the path absolute; with one it is below the user's home.
    return f"s3:https://{rest}" if scheme == "s3" else f"sftp://{place}//{path}"


def _variables(environment: Environment) -> Mapping[str, Value]:
    """Give what the repository's place wants to know beside secrets."""
    location, kind = environment.location, login(environment)
    variables: dict[str, Value] = {}
    if location.provider == "gcp" and location.project:
        variables["GOOGLE_PROJECT_ID"] = location.project
    if kind == "google":
        variables["GOOGLE_APPLICATION_CREDENTIALS"] = "/etc/orogen/backup/google.json"
    # Oracle's S3 interface signs with the region, which restic cannot read from its host names.
    if kind == "s3" and location.provider == "oci":
        variables["AWS_DEFAULT_REGION"] = _region(environment)
    return variables


def _region(environment: Environment) -> str:
    """Give the region of the repository's bucket: the one in the host's name, else the environment's own."""
    backups = environment.backups
    found = _ORACLE_HOST.search(backups.repository) if backups else None
    return found[1] if found else (backups.region if backups else "") or environment.location.region


def _data(plan: Plan) -> Data:
    environment = plan.environment
    backups = environment.backups
    if not backups:
        return {}
    return {
        "profile::backup::environment_name": environment.name,
        "profile::backup::environment_type": environment.type,
        "profile::backup::release": environment.application.release,
        "profile::backup::url": environment.application.url,
        "profile::backup::repository": restic_form(backups.repository),
        "profile::backup::login": login(environment),
        "profile::backup::variables": dict(_variables(environment)),
        "profile::backup::timezone": environment.maintenance.timezone,
        "profile::backup::kept": {"hourly": backups.hourly, "weekly": backups.weekly, "monthly": backups.monthly},
        "profile::backup::postgresql_version": environment.versions.postgresql,
        "profile::backup::files_members": [f"{address}:{FILES_PORT}" for address in plan.addresses("files")],
        "profile::backup::files_databases": [*MEDIA],
        "profile::backup::database_exporters": _exporters(plan, "database"),
        "profile::backup::files_exporters": _exporters(plan, "files"),
        **_sftp(backups.repository, environment),
        **({"profile::backup::active": False} if environment.standby else {}),
    }


def _exporters(plan: Plan, service: str) -> list[Value]:
    return [f"{address}:{NODE_PORT}" for address in plan.addresses(service)]


def _sftp(repository: str, environment: Environment) -> Data:
    host = urlsplit(repository).hostname
    return {"profile::backup::sftp::host": host} if login(environment) == "sftp" else {}


def _node_data(plan: Plan, node: Node) -> Data:
    place = plan.cluster("backup").index(node)
    return {
        "profile::backup::minute": (_FIRST_MINUTE + _STAGGER * place) % 60,
        "profile::backup::stands_by": place > 0,
        "profile::backup::verify_calendar": f"{_VERIFY_DAYS[place % len(_VERIFY_DAYS)]} *-*-* 01:35:00 UTC",
        "profile::backup::console": _console(plan.environment) if "application" in node.services else "",
        **archive.of_backup(plan, _archive(plan.environment), node),
    }


def _archive(environment: Environment) -> dict[str, Value]:
    backups = environment.backups
    if not backups:
        return {}
    region = _region(environment) if environment.location.provider == "oci" else "us-east-1"
    return archive.repository(backups, machine_account=login(environment) == "none", region=region)


def _console(environment: Environment) -> str:
    return f"/usr/bin/php{environment.versions.php} {ROOT}/current/bin/console"


def _stores_media(environment: Environment) -> bool:
    return any("files" in node_type.services for node_type in environment.nodes)


def _repositories(environment: Environment) -> tuple[str, ...]:
    """Debian has no MongoDB, so its tools come from the vendor always."""
    media = ("mongodb",) if _stores_media(environment) else ()
    return media if environment.packages.source == "distribution" else (*media, "pgdg")


def _pins(environment: Environment) -> Mapping[str, str]:
    if environment.packages.source == "distribution":
        return {}
    version = environment.versions.postgresql
    # pg_dump of an older major refuses the server; the library serves all older clients.
    client = {f"postgresql-client-{version}": f"{version}.*", "postgresql-client-common": "*", "libpq5": "*"}
    # A server for a moment; both sides of pgBackRest must be of one version, and know the database's.
    server = {f"postgresql-{version}": f"{version}.*", "postgresql-common": "*", "pgbackrest": "*"}
    return {**client, **server} if archive.kept(environment) else client


_NEWEST = "(max(orogen_backup_last_success_timestamp_seconds{tier='hourly'}) or vector(0))"

_REASONS = {
    "profile::backup::environment_name": Reason("The environment's name: each set has it.", ("name",)),
    "profile::backup::environment_type": Reason("Sets of others are never restored into production.", ("type",)),
    "profile::backup::url": Reason("A restore asks the shop at its end.", ("application.url",)),
    "profile::backup::console": Reason(
        "A restore has the search index made anew where the application is.", ("nodes.<type>.services",)
    ),
    "profile::backup::database_exporters": Reason(
        "Who knows how much disk is free for a restore.", ("nodes.<database>.count",)
    ),
    "profile::backup::files_exporters": Reason(
        "Who knows how much disk is free for a restore.", ("nodes.<files>.count",)
    ),
    "profile::backup::release": Reason("A database wants the release that wrote it.", ("application.release",)),
    "profile::backup::repository": Reason("The spec's repository as restic writes it.", ("backups.repository",)),
    "profile::backup::login": Reason(
        "What opens the repository's place: a machine in Google Cloud needs nothing for a bucket there.",
        ("backups.repository", "location.provider"),
    ),
    "profile::backup::variables": Reason(
        "What the repository's place wants to know beside secrets.",
        ("backups.repository", "location.project", "location.region"),
    ),
    "profile::backup::timezone": Reason("That of the maintenance window.", ("maintenance.window.timezone",)),
    "profile::backup::kept.hourly": Reason("How long sets are kept.", ("backups.hourly",)),
    "profile::backup::kept.weekly": Reason("How long a set of each week is kept.", ("backups.weekly",)),
    "profile::backup::kept.monthly": Reason("How long a set of each month is kept.", ("backups.monthly",)),
    "profile::backup::postgresql_version": Reason(
        "That of the database: an older pg_dump refuses it.", ("application.release", "packages.source")
    ),
    "profile::backup::files_members": Reason("All nodes that run files.", ("nodes.<files>.count",)),
    "profile::backup::files_databases": Reason("Public and private files: a restored shop needs both."),
    "profile::backup::minute": Reason(
        "5 past, and 20 later for each further backup node, which looks whether the first has made a set.",
        ("nodes.<backup>.count",),
    ),
    "profile::backup::verify_calendar": Reason(
        "Once a week, each backup node on a day of its own.", ("nodes.<backup>.count",)
    ),
    "profile::backup::stands_by": Reason("The first backup node makes the sets.", ("nodes.<backup>.count",)),
    **archive.BACKUP_REASONS,
}


# What may be restored: a set, or a moment. One of them is empty, and its word is left out.
_WISH = {"set": r"([A-Za-z0-9][A-Za-z0-9:._-]{0,199})?", "at": r"([0-9][0-9T:.Z+ -]{0,39})?"}

SERVICE = Service(
    name="backup",
    title="restic",
    profile="profile::backup",
    why="an hour's work at most is lost with the whole environment",
    tier="backup",
    requires=("certificates", "proxy"),
    ports=(archive.BACKUP_PORT,),
    quorum=Quorum(model="any", why="one node makes the sets; another looks each hour whether it did"),
    without=Without("later", "no new backup sets"),
    # restic's index of the repository.
    memory=Memory(fixed=512 * MIB),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    repositories=_repositories,
    pins=_pins,
    secrets=(
        Secret(
            name="backup-repository-key",
            keys=("profile::backup::secrets.RESTIC_PASSWORD",),
            why="encrypts the repository (AES-256). Keep a copy elsewhere: without it there is no restore at all",
            kind="given",
        ),
        Secret(
            name="backup-s3-access-key",
            keys=("profile::backup::secrets.AWS_ACCESS_KEY_ID",),
            why="the bucket's access key, its public half",
            kind="given",
            when=lambda environment: login(environment) == "s3",
        ),
        Secret(
            name="backup-s3-secret-key",
            keys=("profile::backup::secrets.AWS_SECRET_ACCESS_KEY",),
            why="the bucket's access key, its secret half",
            kind="given",
            when=lambda environment: login(environment) == "s3",
        ),
        Secret(
            name="backup-sftp-key",
            keys=("profile::backup::sftp::private_key",),
            why="an OpenSSH private key without a passphrase, which the repository's server lets in",
            kind="given",
            when=lambda environment: login(environment) == "sftp",
        ),
        Secret(
            name="backup-google-key",
            keys=("profile::backup::google::private_key",),
            why="a Google service account's key file (JSON) that may read and write the bucket",
            kind="given",
            when=lambda environment: login(environment) == "google",
        ),
    ),
    held_packages=("pgbackrest",),
    files=(
        OwnedFile(
            path="/usr/local/sbin/orogen-backup", owner=Owner.MANAGED, why="makes and restores sets; people run it too"
        ),
        OwnedFile(path="/usr/local/lib/orogen-backup", owner=Owner.MANAGED, why="`orogen-backup`"),
        OwnedFile(
            path="/etc/orogen/backup",
            owner=Owner.MANAGED,
            why="where the repository is and what opens it and the stores, for root alone",
        ),
        OwnedFile(
            path="/var/lib/orogen-backup",
            owner=Owner.RUNTIME_OWNED,
            why="when each tier last succeeded, how far a restore is, and the SFTP server's host key",
        ),
        OwnedFile(path="/var/cache/orogen-backup", owner=Owner.RUNTIME_OWNED, why="restic's cache: may be removed"),
        *archive.BACKUP_FILES,
    ),
    alerts=(
        Alert(
            name="BackupMissing",
            expression=f"time() - {_NEWEST} > 7200",
            lasting="10m",
            severity="critical",
            summary="There is no good backup set of the last two hours",
            action="`journalctl -u orogen-backup` on the backup node; then `orogen-backup create` by hand.",
        ),
        Alert(
            name="BackupFailed",
            expression="orogen_backup_failed == 1",
            # The unit tries six times.
            lasting="45m",
            severity="warning",
            summary="A run of orogen-backup failed: a full disk, a lost repository, a store that is away, a kill",
            action="`journalctl -u 'orogen-backup*'` on the backup node says which run, and why.",
        ),
        Alert(
            name="BackupSlow",
            expression="orogen_backup_duration_seconds{tier='hourly'} > 2700",
            lasting="2h",
            severity="warning",
            summary="A backup set takes more than three quarters of its hour",
            action="Which part grows? `orogen-backup restic dump latest --tag manifest /manifest.json`.",
        ),
        Alert(
            name="BackupShrank",
            expression="orogen_backup_size_bytes{tier='hourly'} < 0.5 * "
            "max_over_time(orogen_backup_size_bytes{tier='hourly'}[1d])",
            lasting="5m",
            severity="warning",
            summary="The newest backup set is less than half as large as one of the last day",
            action="Was data deleted on purpose? If not, restore from an older set before its tier runs out.",
        ),
        Alert(
            name="BackupWeeklyMissing",
            expression="time() - max(orogen_backup_last_success_timestamp_seconds{tier='weekly'}) > 691200",
            lasting="1h",
            severity="warning",
            summary="There is no weekly backup set of the last eight days",
            action="Did the hourly sets of Sunday succeed? `orogen-backup restic snapshots --tag weekly`.",
        ),
        Alert(
            name="BackupNotChecked",
            expression="time() - max(orogen_backup_check_timestamp_seconds) > 864000",
            lasting="1h",
            severity="warning",
            summary="Nobody has looked at the backup repository for ten days",
            action="`journalctl -u orogen-backup-check`; then `orogen-backup check` by hand.",
        ),
        Alert(
            name="BackupCheckFailed",
            expression="orogen_backup_check_failed == 1",
            # The unit tries again meanwhile: a network that was away is no damage.
            lasting="1h",
            severity="critical",
            summary="The backup repository does not pass its check",
            action="`journalctl -u orogen-backup-check` says what; restic's manual, 'Troubleshooting', the cure.",
        ),
        Alert(
            name="BackupNotVerified",
            expression="time() - (max(orogen_backup_verify_timestamp_seconds) or vector(0)) > 1209600",
            # A new environment has its first one within a week.
            lasting="8d",
            severity="warning",
            summary="No backup set has been restored to try it for two weeks",
            action="`journalctl -u orogen-backup-verify` says why, as too little disk; then `orogen-backup verify`.",
        ),
        Alert(
            name="BackupVerifyFailed",
            expression="orogen_backup_verify_failed == 1",
            lasting="30m",
            severity="critical",
            summary="The newest backup set did not come back whole when it was tried",
            action="`journalctl -u orogen-backup-verify` says what; try an older one: `orogen-backup verify SET`.",
        ),
        *archive.BACKUP_ALERTS,
    ),
    backup=Backup(
        content="nothing of its own",
        restore="a Puppet run and the repository's key; the sets are in the repository",
    ),
    operations={
        "list": Operation(command="orogen-backup list --format json", seconds=300),
        "create": Operation(
            command="orogen-backup create --label={label}",
            arguments={"label": r"[\w .:()/-]{0,80}"},
            changes=True,
            seconds=3 * 3600,
        ),
        # Before the shop is closed for it.
        "plan": Operation(
            command="orogen-backup restore {set} --at={at} --writes-stopped --plan --format json",
            arguments=_WISH,
            seconds=600,
        ),
        # The maintenance node has closed the shop by then.
        "restore": Operation(
            command="orogen-backup restore {set} --at={at} --yes --writes-stopped",
            arguments=_WISH,
            changes=True,
            seconds=12 * 3600,
        ),
        "resume": Operation(command="orogen-backup restore --resume --writes-stopped", changes=True, seconds=12 * 3600),
        "abandon": Operation(command="orogen-backup restore --abandon --writes-stopped", changes=True, seconds=3600),
    },
    drain=(
        "systemctl stop orogen-backup.timer orogen-backup-check.timer orogen-backup-verify.timer",
        "-systemctl stop orogen-backup-base.timer",
    ),
    undrain=(
        "systemctl start orogen-backup.timer orogen-backup-check.timer orogen-backup-verify.timer",
        "-systemctl start orogen-backup-base.timer",
    ),
    drills=("backup-and-restore",),
    checks="test_backup.py",
)
