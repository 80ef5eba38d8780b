"""application: what every node that runs OroCommerce's code has: PHP, its user and folders, its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import Backup, Data, OwnedFile, Owner, Quorum, Reason, Secret, Service
from orogen.services.coordination import CLIENT_PORT
from orogen.spec.releases import RELEASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Value
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

ROOT = "/opt/orocommerce"
SHARED = f"{ROOT}/shared"

# Oro's system requirements and its composer.json; the rest of them is built into Debian's php-common and php-cli.
EXTENSIONS = (
    "bcmath",
    "curl",
    "gd",
    "imap",
    "intl",
    "ldap",
    "mbstring",
    "mongodb",
    "pgsql",
    "soap",
    "tidy",
    "xml",
    "zip",
)

# Debian 13 dropped imap when PHP 8.4 did; Sury still builds it, from PECL.
_NOT_IN_DISTRIBUTION: dict[str, tuple[str, ...]] = {"debian-12": (), "debian-13": ("imap",)}
# The series of the mongodb extension in Debian itself; Sury has had nothing but 2 since April 2025 (deb.sury.org issue
# 2296).
_MONGODB_IN_DISTRIBUTION = {"debian-12": "1", "debian-13": "2"}
_MONGODB_OF_VENDOR = "2"
# Releases before 7.0 use mongodb/mongodb 1.15, which needs series 1. The digest is that of the Homebrew formulae of
# shivammathur/extensions for the archive that PECL serves.
PECL: dict[str, dict[str, dict[str, str]]] = {
    "mongodb": {
        "1": {"version": "1.21.1", "sha256": "357e1f4f6b9f6f6970789f5186467da1960dff2db2a8d6474f69ad51a37b5f72"},
    },
}

# Container parameters that must exist before OroCommerce uses a variable: the variable alone does nothing
# (RedisConfigBundle and GaufretteBundle; `composer set-parameters mongo redis` writes the same).
PARAMETERS = {
    "gaufrette_adapter.public": ("ORO_MONGODB_DSN_PUBLIC", "gridfs:%env(ORO_MONGODB_DSN_PUBLIC)%"),
    "gaufrette_adapter.private": ("ORO_MONGODB_DSN_PRIVATE", "gridfs:%env(ORO_MONGODB_DSN_PRIVATE)%"),
    "redis_dsn_cache": ("ORO_REDIS_CACHE_DSN", "%env(ORO_REDIS_CACHE_DSN)%"),
    "redis_dsn_doctrine": ("ORO_REDIS_DOCTRINE_DSN", "%env(ORO_REDIS_DOCTRINE_DSN)%"),
    "redis_dsn_layout": ("ORO_REDIS_LAYOUT_DSN", "%env(ORO_REDIS_LAYOUT_DSN)%"),
}


def maintenance_lock(environment: Environment) -> str:
    """Give the file whose presence means maintenance on a node: the release's own place, below shared/."""
    return f"{SHARED}/{RELEASES[environment.application.release].maintenance_lock}"


def _variables(plan: Plan) -> Mapping[str, str]:
    # The debug flag is written out: a committed .env-app could turn it on.
    return {
        "ORO_ENV": "prod",
        "ORO_DEBUG": "0",
        "ORO_SECRET": "{secret}",
        "ORO_APP_URL": plan.environment.application.url,
        "ORO_MAINTENANCE_LOCK_FILE_PATH": maintenance_lock(plan.environment),
        "ORO_OAUTH_PUBLIC_KEY_PATH": f"{SHARED}/oauth/public.key",
        "ORO_OAUTH_PRIVATE_KEY_PATH": f"{SHARED}/oauth/private.key",
        "ORO_LOG_TRACE_ID_HEADER": "X-Request-ID",
    }


def _data(plan: Plan) -> Data:
    environment = plan.environment
    variables = {name: value for service in plan.services for name, value in service.variables(plan).items()}
    extra = environment.application.environment
    present = {**variables, **extra}
    parameters = {name: value for name, (variable, value) in PARAMETERS.items() if variable in present}
    return {
        "profile::application::php_version": environment.versions.php,
        "profile::application::extensions": [*packaged(environment)],
        "profile::application::pecl_extensions": dict(from_pecl(environment)),
        "profile::application::variables": dict(sorted(variables.items())),
        "profile::application::environment": dict(sorted(extra.items())),
        "profile::application::parameters": dict(sorted(parameters.items())),
        "profile::application::symfony_environment": present["ORO_ENV"],
        "profile::application::maintenance_lock": maintenance_lock(environment),
        **_leadership(plan),
    }


def _leadership(plan: Plan) -> Data:
    """Give what websocket and cron need to agree on who of them is active."""
    return {"profile::leader::endpoints": [f"{address}:{CLIENT_PORT}" for address in plan.addresses("coordination")]}


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::leader::node": node.name}


def packaged(environment: Environment) -> tuple[str, ...]:
    """Give the extensions that are installed as packages."""
    missing = set(from_pecl(environment))
    if environment.packages.source == "distribution":
        missing |= set(_NOT_IN_DISTRIBUTION[environment.location.os])
    return tuple(extension for extension in EXTENSIONS if extension not in missing)


def from_pecl(environment: Environment) -> Mapping[str, Value]:
    """Give the extensions whose package has the wrong series: they are built on the node from PECL's archive."""
    wanted = RELEASES[environment.application.release].mongodb_extension
    distribution = environment.packages.source == "distribution"
    found = _MONGODB_IN_DISTRIBUTION[environment.location.os] if distribution else _MONGODB_OF_VENDOR
    if wanted == found or wanted not in PECL["mongodb"]:
        return {}
    release = PECL["mongodb"][wanted]
    archive = f"{environment.packages.mirror or 'https://pecl.php.net'}/get/mongodb-{release['version']}.tgz"
    return {"mongodb": {**release, "url": archive}}


def _repositories(environment: Environment) -> tuple[str, ...]:
    return () if environment.packages.source == "distribution" else ("sury-php",)


def _pins(environment: Environment) -> Mapping[str, str]:
    # The minor version is in the packages' names; php-common holds what all versions share.
    if environment.packages.source == "distribution":
        return {}
    return {f"php{environment.versions.php}-*": "*", "php-common": "*"}


def _coordinated(environment: Environment) -> bool:
    return any("coordination" in node_type.services for node_type in environment.nodes)


_RELEASE = ("application.release", "packages.source")
_REASONS = {
    "profile::application::php_version": Reason("The minor version that the release's composer.json wants.", _RELEASE),
    "profile::application::extensions": Reason("Those that the release wants and the package source has.", _RELEASE),
    "profile::application::pecl_extensions": Reason(
        "Those whose package has the wrong series for the release: they are built on the node.", _RELEASE
    ),
    "profile::application::variables": Reason(
        "Where each store is found, from all services that run here; `{{name}}` stands for a secret.",
        ("nodes", "application.url"),
    ),
    "profile::application::environment": Reason("Your own: they win over orogen's.", ("application.environment",)),
    "profile::application::parameters": Reason(
        "Container parameters without which OroCommerce does not use the variables of files and cache.",
        ("nodes.<files>.services", "nodes.<cache>.services"),
    ),
    "profile::application::symfony_environment": Reason("ORO_ENV, yours or `prod`.", ("application.environment",)),
    "profile::application::maintenance_lock": Reason("Where the release looks for it.", ("application.release",)),
    "profile::leader::endpoints": Reason("All nodes that run coordination.", ("nodes.<coordination>.count",)),
}


SERVICE = Service(
    name="application",
    title="OroCommerce's code",
    profile="profile::application",
    why="PHP, user, folders and environment, the same on every node that runs the code",
    layer=1,
    selectable=False,
    requires=("certificates", "proxy"),
    quorum=Quorum(model="every", why="each node has its own copy of the code and of its environment"),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    variables=_variables,
    repositories=_repositories,
    pins=_pins,
    secrets=(
        Secret(
            name="application-secret",
            keys=("profile::application::secrets.secret",),
            why="ORO_SECRET, the same on every node: it signs form tokens and encrypts OAuth tokens",
        ),
        Secret(
            name="coordination-leader-password",
            keys=(
                "profile::coordination::leader_password",
                "profile::leader::password",
                "profile::maintenance::coordination_password",
            ),
            why="login at etcd of those who decide which node runs websocket and cron, and of the maintenance tool's "
            "lock; rights on their keys only",
            when=_coordinated,
        ),
    ),
    files=(
        OwnedFile(
            path=f"{SHARED}/.env-app.local",
            owner=Owner.MANAGED,
            why="OroCommerce's environment; php-fpm, console, cron and consumers all read this one file",
        ),
        OwnedFile(
            path=f"{SHARED}/config/parameters.yml",
            owner=Owner.MANAGED,
            why="container parameters; a change needs the cache rebuilt",
        ),
        OwnedFile(path=f"{ROOT}/releases", owner=Owner.RUNTIME_OWNED, why="the deploy puts releases here"),
        OwnedFile(path=f"{ROOT}/current", owner=Owner.RUNTIME_OWNED, why="the deploy points it at the live release"),
        OwnedFile(
            path=f"{SHARED}/oauth",
            owner=Owner.RUNTIME_OWNED,
            why="the deploy makes one key pair (oro:oauth-server:generate-keys) and copies it to every node",
        ),
    ),
    backup=Backup(
        content="the revision of the live release, not its files",
        restore="deploy that revision again; the files come from the code's repository",
    ),
    maintenance_lock=maintenance_lock,
    checks="test_application.py",
)
