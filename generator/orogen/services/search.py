"""search: Elasticsearch, the search index of back office and storefront."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Budget
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

HTTP_PORT = 9200
TRANSPORT_PORT = 9300
PROXY_PORT = 19200
METRICS_PORT = 9114

# OroCommerce's variables and the prefixes of their indices (its .env-app).
PREFIXES = {"ORO_SEARCH_ENGINE_DSN": "oro_search", "ORO_WEBSITE_SEARCH_ENGINE_DSN": "oro_website_search"}

# Elastic's "Heap size settings": half of the memory, and below 32 GB, where a reference would take twice the room.
_LARGEST_HEAP = 31 * 1024 * MIB
_SMALLEST_HEAP = 256 * MIB


def _sizing(_environment: Environment, budget: Budget) -> Data:
    heap = max(_SMALLEST_HEAP, min(budget.memory // 2, _LARGEST_HEAP))
    return {"profile::search::heap": heap // MIB}


def _data(plan: Plan) -> Data:
    members = plan.members("search")
    return {
        "profile::search::cluster": plan.environment.name,
        "profile::search::members": members,
        "profile::search::indices": [f"{prefix}*" for prefix in PREFIXES.values()],
        "profile::search::replicas": 1 if len(members) > 1 else 0,
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {
        "profile::search::node": node.name,
        "profile::search::address": str(node.address),
        "profile::search::zone": node.zone,
    }


def _variables(_plan: Plan) -> Mapping[str, str]:
    # OroCommerce's DSN knows plain HTTP only: the node's HAProxy adds the TLS.
    address = f"elastic-search://oro:{{search_password}}@127.0.0.1:{PROXY_PORT}"
    return {variable: f"{address}?prefix={prefix}" for variable, prefix in PREFIXES.items()}


def _pins(environment: Environment) -> Mapping[str, str]:
    return {"elasticsearch": f"{environment.versions.elasticsearch}.*"}


def _allocate(which: str) -> str:
    settings = f'{{"persistent": {{"cluster.routing.allocation.enable": {which}}}}}'
    return f"orogen-elasticsearch PUT /_cluster/settings '{settings}'"


def _takeover(_environment: Environment) -> tuple[Step, ...]:
    # Elasticsearch, "Cluster fault detection settings": three checks of 10 s each when a machine is silent.
    return (
        Step("the master misses 3 checks of a silent member, 10 s each", 31, 33),
        Step("a master is elected if it was that one, and replicas become primaries", 1, 10),
    )


_REASONS = {
    "profile::search::heap": Reason(
        "In MiB, half of the {memory} that search may use, between 256 MiB and 31 GiB: Lucene lives from the page "
        "cache, and above 32 GB a reference takes twice the room.",
        ("nodes.<type>.memory",),
    ),
    "profile::search::replicas": Reason(
        "One copy beside the original, where there is a second node for it.", ("nodes.<search>.count",)
    ),
    "profile::search::cluster": Reason("The environment's name.", ("name",)),
    "profile::search::indices": Reason("Those whose prefixes OroCommerce's two variables have."),
    "profile::search::zone": Reason(
        "The node's zone: copies are kept apart by it.", ("nodes.<type>.zones", "location.zones")
    ),
}


SERVICE = Service(
    name="search",
    title="Elasticsearch",
    profile="profile::search",
    why="products and records are found here instead of in the database",
    tier="store",
    requires=("certificates",),
    ports=(
        Port(
            name="http",
            number=HTTP_PORT,
            encrypted=True,
            clients={"application": "searches, and fills the index"},
        ),
        Port(
            name="transport",
            number=TRANSPORT_PORT,
            encrypted=True,
            clients={"search": "the members vote and replicate shards"},
        ),
        Port(name="metrics", number=METRICS_PORT, encrypted=False, clients={"monitoring": "metrics of the members"}),
    ),
    endpoints=(
        Endpoint(
            port="http",
            reach="proxy",
            listen=PROXY_PORT,
            why="OroCommerce's DSN takes one host without TLS; any member answers for the cluster",
        ),
    ),
    quorum=Quorum(
        model="majority", why="more than half of the members elect the master, without which nothing is written"
    ),
    takeover=_takeover,
    without=Without("part", "no product lists and no search results"),
    memory=Memory(fixed=256 * MIB, weight=3),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    variables=_variables,
    secrets=(
        Secret(
            name="search-admin-password",
            keys=("profile::search::admin_password",),
            why="Elasticsearch's administrator: users and roles are made with it",
        ),
        Secret(
            name="search-password",
            keys=("profile::search::password", "profile::application::secrets.search_password"),
            why="the application's login, with rights on its own indices only",
        ),
        Secret(
            name="search-monitoring-password",
            keys=("profile::search::monitoring_password",),
            why="the exporter's login, which reads figures and no documents",
        ),
    ),
    repositories=lambda _: ("elastic",),
    pins=_pins,
    held_units=("elasticsearch",),
    held_packages=("elasticsearch",),
    files=(
        OwnedFile(path="/etc/elasticsearch/elasticsearch.yml", owner=Owner.MANAGED, why="read when a member starts"),
        OwnedFile(
            path="/usr/local/sbin/orogen-elasticsearch", owner=Owner.MANAGED, why="the API with the node's login"
        ),
        OwnedFile(
            path="/etc/elasticsearch/jvm.options.d/orogen.options", owner=Owner.MANAGED, why="the size of the heap"
        ),
        OwnedFile(
            path="/etc/elasticsearch/elasticsearch.keystore",
            owner=Owner.SEED_ONCE,
            why="holds the first password; settings that people add later stay",
        ),
        OwnedFile(
            path="/var/lib/orogen/search-formed",
            owner=Owner.RUNTIME_OWNED,
            why="the cluster exists: no member may begin another one",
        ),
        OwnedFile(
            path="/var/lib/orogen/search-admin-password",
            owner=Owner.RUNTIME_OWNED,
            why="the password in force, with which the next one is set",
        ),
        OwnedFile(
            path="/var/lib/elasticsearch", owner=Owner.RUNTIME_OWNED, why="indices, users and the cluster's state"
        ),
    ),
    exporters=(Exporter(port=METRICS_PORT),),
    alerts=(
        Alert(
            name="SearchMemberLost",
            expression="min(elasticsearch_cluster_health_number_of_nodes) < count(up{service='search'})",
            lasting="5m",
            severity="warning",
            summary="An Elasticsearch member is missing from the cluster",
            action="Start elasticsearch on the node. A member that lost its disk comes back empty and is filled.",
        ),
        Alert(
            name="SearchRed",
            expression="max(elasticsearch_cluster_health_status{color='red'}) == 1",
            lasting="2m",
            severity="critical",
            summary="Part of the search index is gone: searches miss records",
            action="Bring back the lost members. If their disks are lost, reindex: oro:search:reindex and "
            "oro:website-search:reindex, both with --scheduled.",
        ),
        Alert(
            name="SearchYellow",
            expression="max(elasticsearch_cluster_health_status{color='yellow'}) == 1",
            lasting="30m",
            severity="warning",
            summary="Some shards have no second copy: the next loss takes them",
            action="`orogen-elasticsearch GET /_cluster/allocation/explain` says what is in the way of the copies.",
        ),
        Alert(
            name="SearchUnreachable",
            expression="absent(elasticsearch_cluster_health_number_of_nodes)",
            lasting="2m",
            severity="critical",
            summary="No Elasticsearch member answers: the storefront finds nothing",
            action="Bring back more than half of the members: without an elected master the others refuse.",
        ),
        Alert(
            name="SearchHeapFull",
            expression="elasticsearch_jvm_memory_used_bytes{area='heap'} / elasticsearch_jvm_memory_max_bytes > 0.9",
            lasting="15m",
            severity="warning",
            summary="An Elasticsearch heap stays above 90 percent: searches get slow, then the member fails",
            action="Give the search nodes more memory, or add one.",
        ),
        Alert(
            name="SearchDiskWatermark",
            expression="elasticsearch_filesystem_data_available_bytes / elasticsearch_filesystem_data_size_bytes"
            " < 0.15",
            lasting="10m",
            severity="critical",
            summary="Above 85 percent of disk Elasticsearch gives the member no more shards; at 95 it refuses writes",
            action="Enlarge the disk, or remove indices that no prefix uses any more.",
        ),
    ),
    backup=Backup(
        content="nothing: the index is made from the database (OroCloud leaves it out too)",
        restore="oro:search:reindex --scheduled and oro:website-search:reindex --scheduled",
    ),
    units=lambda _: ("elasticsearch.service",),
    probe="search",
    drain=(
        _allocate('"primaries"'),
        "orogen-elasticsearch POST /_flush",
        "systemctl stop elasticsearch",
    ),
    undrain=(
        "systemctl start elasticsearch",
        _allocate("null"),
        "orogen-elasticsearch GET '/_cluster/health?wait_for_status=green&timeout=10m'",
    ),
    checks="test_search.py",
    drills=(
        "search-master-killed",
        "search-master-frozen",
        "search-master-cut-off",
        "search-master-stopped",
    ),
)
