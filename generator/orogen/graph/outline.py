"""The picture as nodes and lines alone, for the formats that find the places themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.graph.picture import Band, Machine, Outside, Picture

Kind = Literal["from", "to", "both", "members", "data", "order"]

VISITORS, EDGE, BUS, REPOSITORY, RECOVERY = "visitors", "entrance", "clients", "repository", "recovery"
BUS_TITLE = "each cluster's live member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line between two things of these identifiers; `labels` has a line for each connection that it stands for.

    `from` joins clients to the point that all of them share, `both` does so for a band with stores of its own. `order`
    is not drawn, it only puts one thing below another.
    """

    source: str
    target: str
    kind: Kind
    labels: tuple[str, ...] = ()


def identifiers(picture: Picture) -> dict[str, str]:
    """Give an identifier of plain letters and digits for each node, by its name."""
    machines = (machine.name for band in picture.bands for machine in band.machines)
    return {name: f"node{number}" for number, name in enumerate(machines, 1)}


def band_identifiers(picture: Picture) -> list[tuple[str, Band]]:
    """Give the bands, each with an identifier."""
    return [(f"band{number}", band) for number, band in enumerate(picture.bands, 1)]


def outsiders(picture: Picture) -> dict[str, Outside]:
    """Give what stands outside the region, by identifier."""
    every = {
        VISITORS: picture.visitors,
        EDGE: picture.edge,
        REPOSITORY: picture.repository,
        RECOVERY: picture.recovery,
    }
    return {name: what for name, what in every.items() if what}


def band_lines(band: Band) -> list[str]:
    """Say what each cluster of a band takes to serve, or what happens to it."""
    return [f"{entry.title}: {entry.fate.label if entry.fate else entry.note}" for entry in band.entries]


def band_title(band: Band) -> str:
    """Give the names of a band's types."""
    return ", ".join(name for name, _ in band.types)


def machine_lines(picture: Picture, machine: Machine) -> list[str]:
    """Give the words about a node."""
    name = f"{machine.name} (lost)" if machine.lost else machine.name
    return [name, machine.address, picture.zones[machine.zone].name, ", ".join(machine.services)]


def edges(picture: Picture) -> list[Edge]:
    """Give the lines from top to bottom; those to one cluster after another lead over one point that they share."""
    bands = band_identifiers(picture)
    found = [Edge(source=VISITORS, target=EDGE, kind="to", labels=(picture.visitors.link,))]
    for name, band in bands:
        visitors = tuple(entry.visitors.label for entry in band.entries if entry.visitors)
        if visitors:
            found.append(Edge(source=EDGE, target=name, kind="to", labels=visitors))
    found += [edge for name, band in bands for edge in _clients(name, band)]
    above = next((name for name, band in bands if band.row == "Stores"), BUS)
    found += [Edge(source=above, target=name, kind="order") for name, band in bands if band.row == "Operations"]
    found += _members(picture)
    if picture.repository:
        writers = [name for name, band in bands if any(entry.repository for entry in band.entries)]
        found += [Edge(source=name, target=REPOSITORY, kind="data", labels=("backup sets",)) for name in writers]
        if picture.recovery:
            found.append(Edge(source=REPOSITORY, target=RECOVERY, kind="data", labels=(picture.recovery.link,)))
    return found


def _clients(name: str, band: Band) -> Iterator[Edge]:
    """Join a band to the point that all clients share: the application above it, the rest below."""
    labels = tuple(f"{entry.title} {entry.clients.label}" for entry in band.entries if entry.clients)
    calls = any(entry.calls and not entry.clients for entry in band.entries)
    ends = (name, BUS) if calls and band.row == "Application" else (BUS, name)
    if calls or labels:
        kind: Kind = "both" if calls and labels else "from" if calls else "to"
        yield Edge(source=ends[0], target=ends[1], kind=kind, labels=labels)


def flow_ends(picture: Picture) -> dict[str, str]:
    """Give an identifier for everything that flows start from or lead to, by its name."""
    ends = dict.fromkeys(end for flow in picture.flows for end in (flow.source, flow.target))
    return {end: f"flow{number}" for number, end in enumerate(ends, 1)}


def _members(picture: Picture) -> Iterable[Edge]:
    """Join the members of each cluster in a chain, downwards as the nodes of each band stand."""
    names = identifiers(picture)
    clusters: dict[str, tuple[str, list[str]]] = {}
    for band in picture.bands:
        for entry in band.entries:
            if entry.members:
                label = f"{entry.title} {entry.members.label}"
                members = clusters.setdefault(entry.service, (label, []))[1]
                members += [names[machine.name] for machine in band.machines if entry.service in machine.services]
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label, members in clusters.values():
        for pair in pairwise(members):
            between[pair].append(label)
    for (source, target), labels in between.items():
        yield Edge(source=source, target=target, kind="members", labels=tuple(labels))
    for band in picture.bands:
        for pair in pairwise(names[machine.name] for machine in band.machines):
            if pair not in between:
                yield Edge(source=pair[0], target=pair[1], kind="order")


def flow_edges(picture: Picture) -> Iterator[tuple[str, str, str]]:
    """Give every flow as source, target and its ports; those between the same two in one."""
    ports: dict[tuple[str, str], list[str]] = defaultdict(list)
    for flow in picture.flows:
        ports[flow.source, flow.target].append(flow.port)
    for (source, target), numbers in ports.items():
        yield source, target, ", ".join(numbers)
