"""web: nginx and php-fpm, the shop itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.contract import (
    MIB,
    Alert,
    Backup,
    Data,
    Exporter,
    Memory,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Reason,
    Service,
    Step,
    Without,
)
from orogen.services.websocket import PROXY_PORT

if TYPE_CHECKING:
    from orogen.contract import Budget
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

APPLICATION_PORT = 8443
NGINX_METRICS_PORT = 9113
PHP_METRICS_PORT = 9253
# The name that every web node's certificate has, and no other's: nginx passes visitors to nobody else.
CERTIFICATE_NAME = "web"

NGINX_MEMORY = 128
# Below this much memory, in MiB, for all of web: half of what Oro's documentation gives a request and the opcache.
SMALL = 4096
# A request may use its limit, and on average stays below half of it; MemoryMax is for the day when they do not.
OVERCOMMIT = 2
LEAST_CHILDREN = 2
MOST_CHILDREN_PER_CPU = 16


def _sizing(_environment: Environment, budget: Budget) -> Data:
    """Give PHP's processes from the memory that is left beside nginx and the opcache; all sizes in MiB."""
    available = budget.memory // MIB
    opcache, limit = (512, 1024) if available >= SMALL else (256, 512)
    children = (available - NGINX_MEMORY - opcache) * OVERCOMMIT // limit
    return {
        "profile::web::children": max(LEAST_CHILDREN, min(children, MOST_CHILDREN_PER_CPU * budget.cpus)),
        "profile::web::memory_limit": limit,
        "profile::web::memory_maximum": max(available - NGINX_MEMORY, opcache + limit),
        "profile::web::opcache_memory": opcache,
    }


def _data(plan: Plan) -> Data:
    url = urlsplit(plan.environment.application.url)
    return {
        "profile::web::members": plan.members("web"),
        "profile::web::server_names": [url.hostname],
        "profile::web::https": url.scheme == "https",
        "profile::web::allow": [str(network) for network in plan.environment.access.allow],
        "profile::web::websocket_port": PROXY_PORT if plan.cluster("websocket") else None,
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::web::address": str(node.address)}


_MEMORY = ("nodes.<type>.memory",)
_REASONS = {
    "profile::web::children": Reason(
        "What nginx and the opcache leave of the {memory} that web may use, divided by half of memory_limit: a request "
        "stays below that on average. At most 16 for each of {cpus} processors.",
        (*_MEMORY, "nodes.<type>.cpus"),
    ),
    "profile::web::memory_limit": Reason(
        "In MiB: 1024, or 512 where web may use less than 4 GiB; here it may use {memory}.", _MEMORY
    ),
    "profile::web::memory_maximum": Reason(
        "In MiB: what nginx leaves of the {memory} that web may use; systemd ends php-fpm beyond it.", _MEMORY
    ),
    "profile::web::opcache_memory": Reason(
        "In MiB: 512, or 256 where web may use less than 4 GiB; here it may use {memory}.", _MEMORY
    ),
    "profile::web::server_names": Reason("The host of the shop's address.", ("application.url",)),
    "profile::web::https": Reason("The scheme of the shop's address.", ("application.url",)),
    "profile::web::allow": Reason("The only networks that reach the shop; none: everybody does.", ("access.allow",)),
    "profile::web::websocket_port": Reason(
        "The port at which the node's own HAProxy leads to the active websocket server, where there is one.",
        ("nodes.<websocket>.services",),
    ),
}


SERVICE = Service(
    name="web",
    title="nginx and php-fpm",
    profile="profile::web",
    why="serves the shop and balances over all web nodes",
    tier="application",
    requires=("application", "edge"),
    ports=(
        Port(
            name="application",
            number=APPLICATION_PORT,
            encrypted=True,
            clients={"web": "nginx on each web node passes visitors on to all of them"},
        ),
        Port(
            name="nginx-metrics", number=NGINX_METRICS_PORT, encrypted=False, clients={"monitoring": "nginx's metrics"}
        ),
        Port(name="php-metrics", number=PHP_METRICS_PORT, encrypted=False, clients={"monitoring": "php-fpm's metrics"}),
    ),
    quorum=Quorum(model="any", why="sessions and files are in the stores, so any web node serves any visitor"),
    takeover=lambda _: (Step("nginx on the other web nodes waits for the lost one before it tries the next", 2, 2),),
    without=Without("shop", "nobody gets a page"),
    memory=Memory(fixed=512 * MIB, weight=4),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    certificate_names=(CERTIFICATE_NAME,),
    files=(
        OwnedFile(path="/etc/nginx/nginx.conf", owner=Owner.MANAGED, why="all of nginx; a change reloads it"),
        OwnedFile(path="/etc/php/*/fpm/php-fpm.conf", owner=Owner.MANAGED, why="all of php-fpm; a change reloads it"),
        OwnedFile(path="/etc/php/*/fpm/conf.d/99-orogen.ini", owner=Owner.MANAGED, why="PHP's settings for the web"),
    ),
    exporters=(
        Exporter(port=NGINX_METRICS_PORT),
        Exporter(port=PHP_METRICS_PORT),
    ),
    alerts=(
        Alert(
            name="WebNodeLost",
            expression="nginx_up == 0 or up{service='web'} == 0",
            lasting="2m",
            severity="warning",
            summary="A web node's nginx or php-fpm is silent; the others carry its visitors",
            action="`systemctl status nginx php*-fpm` on the node.",
        ),
        Alert(
            name="WebNowhere",
            expression="sum(up{service='web'}) == 0",
            lasting="1m",
            severity="critical",
            summary="No web node answers: the shop is down",
            action="`systemctl status nginx php*-fpm` on the web nodes; then the stores, as PHP waits for them.",
        ),
        Alert(
            name="PhpBusy",
            expression="phpfpm_idle_processes == 0",
            lasting="5m",
            severity="warning",
            summary="All PHP processes of a web node are busy: its visitors wait",
            action="`/var/log/php*-fpm-slow.log` says what takes so long; else give the web nodes more memory.",
        ),
        Alert(
            name="PhpExhausted",
            expression="sum(phpfpm_idle_processes) == 0",
            lasting="5m",
            severity="critical",
            summary="All PHP processes of all web nodes are busy",
            action="Look at the slow log and at the stores. A file `emergency` beside the lock shows a page meanwhile.",
        ),
    ),
    backup=Backup(content="nothing: code comes from its repository, files are in the stores", restore="a deploy"),
    units=lambda environment: (f"php{environment.versions.php}-fpm.service", "nginx.service"),
    drain=("systemctl stop nginx",),
    undrain=("systemctl start nginx",),
    checks="test_web.py",
    drills=(
        "web-node-lost",
        "web-php-lost",
    ),
)
