"""Node types in odd groupings and with odd names that can still work: what votes, votes in odd numbers."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from orogen.catalogue import catalogue
from orogen.spec.topologies import ENTERPRISE_ONLY
from tests.strategies.fitting import at, fitting, schema_at

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Data = dict[str, Any]

# Words of Puppet's language and of its file layout: a node type's name becomes a class and a file.
_WORDS = (
    *("class", "node", "default", "undef", "type", "function", "in", "true", "init", "settings", "define", "inherits"),
    *("role", "profile", "base", "main", "common", "a", "a--b", "x9x", "web", "database", "witness", "job", "store"),
)
_NAMES = st.sampled_from(_WORDS) | fitting({"type": "string", **schema_at("nodes")["propertyNames"]})
_SERVICES = tuple(schema_at("nodes.*.services.[]")["enum"])
_ALWAYS = frozenset({"web", "database", "coordination"})
_VOTING = frozenset(service.name for service in catalogue().values() if service.quorum.model == "majority")
_MEMORY = st.sampled_from(("16GiB", "32GiB", "64GiB", "128GiB", "262144MiB", "1TiB"))
_DISK = st.sampled_from(("100GiB", "500GiB", "2TiB"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What node types must fit into. `redundant`: the loss of any one zone has to be survived."""

    zones: tuple[str, ...]
    network: str
    edition: str
    redundant: bool


@st.composite
def node_types(draw: DrawFn, place: Place) -> Data:
    """Give node types: some services, put into groups at random, each with a count that its services allow."""
    services = draw(_services(place))
    alone = _alone(services)
    groups: dict[int, list[str]] = {}
    for service in services:
        number = len(services) if service in alone else draw(st.integers(0, len(services) // 3))
        groups.setdefault(number, []).append(service)
    types: list[Data] = []
    for group in groups.values():
        voters = [service for service in group if service in _VOTING]
        count = draw(_count(group, alone, place))
        zones = _zones_beside_witness(place) if voters and count % 2 == 0 else draw(_zones(place, voters))
        types.append({"count": count, "services": group, **zones, **draw(_SIZES)})
        if voters and count % 2 == 0:
            types.append({"count": 1, "services": voters, "zones": [place.zones[-1]], **draw(_SIZES)})
    names = draw(st.lists(_NAMES, min_size=len(types), max_size=len(types), unique=True))
    given = dict(zip(names, types, strict=True))
    return draw(_addressed(given, place.network)) if draw(st.integers(0, 4)) == 0 else given


def _sizes(**strategies: SearchStrategy[Any]) -> SearchStrategy[Data]:
    return st.fixed_dictionaries({}, optional=strategies)


_TAME = _sizes(cpus=st.integers(2, 64), memory=_MEMORY, disk=_DISK)
_WILD = _sizes(cpus=at("nodes.*.cpus"), memory=at("nodes.*.memory"), disk=at("nodes.*.disk"))
_SIZES = st.one_of(*[_TAME] * 19, _WILD)


@st.composite
def _services(draw: DrawFn, place: Place) -> list[str]:
    known = [name for name in _SERVICES if place.edition == "enterprise" or name not in ENTERPRISE_ONLY]
    chosen = draw(st.sets(st.sampled_from(known))) | _ALWAYS
    if "cron" in chosen:
        chosen |= {"consumer"}
    return draw(st.permutations([name for name in known if name in chosen]))


def _alone(services: list[str]) -> frozenset[str]:
    """Give the services that only one node can run, because what its siblings would share is not there."""
    if not {"cache", "files"} <= set(services):
        return frozenset({"web", "consumer"})
    return frozenset() if "queue" in services else frozenset({"consumer"})


def _count(group: list[str], alone: frozenset[str], place: Place) -> SearchStrategy[int]:
    if alone & set(group):
        return st.just(1)
    if _VOTING & set(group):
        return st.sampled_from((3, 3, 5, 2) if place.redundant else (1, 1, 2, 3, 7))
    return st.sampled_from((1, 1, 2, 2, 3, 4, 12))


def _zones(place: Place, voters: list[str]) -> SearchStrategy[Data]:
    if voters and place.redundant:
        return st.just({})
    some = st.lists(st.sampled_from(place.zones), min_size=1, unique=True)
    return st.fixed_dictionaries({}, optional={"zones": some})


def _zones_beside_witness(place: Place) -> Data:
    return {"zones": list(place.zones[:-1] or place.zones)}


@st.composite
def _addressed(draw: DrawFn, given: Data, network: str) -> Data:
    """Give some of the node types addresses of their own."""
    hosts = IPv4Network(network)
    wanted = sum(data["count"] for data in given.values())
    numbers = st.lists(st.integers(1, hosts.num_addresses - 2), min_size=wanted, max_size=wanted, unique=True)
    addresses = [str(hosts[number]) for number in draw(numbers)]
    addressed = {}
    for name, data in given.items():
        own, addresses = addresses[: data["count"]], addresses[data["count"] :]
        addressed[name] = {**data, "addresses": own} if draw(st.booleans()) else data
    return addressed
