"""What a picture of an environment says, before any format draws it: words and relations, no places and no colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from orogen.survival.outcome import State

Row = Literal["Application", "Stores", "Operations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Something outside the region: who comes in, or where data goes. `link` says how it is reached."""

    title: str
    details: tuple[str, ...]
    why: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A failure domain; `role` says whether it is the main or the secondary one and how many nodes it has."""

    name: str
    role: str
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A node as it is drawn. `services` are those that the picture shows, in the order of the band."""

    name: str
    address: str
    zone: int
    services: tuple[str, ...]
    about: str
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A connection's short label, and why there is one."""

    label: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What the loss of a node or a zone means to a service."""

    state: State
    label: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A service of a band: its cluster's rule, and the connections that lead to it or start here.

    visitors: how the edge reaches it. clients: how other services reach its live member. members: how its own members
    reach each other. calls: it is a client of others. backup: what of it is in a backup set. repository: it writes the
    sets.
    """

    service: str
    row: Row
    title: str
    note: str
    why: str
    visitors: Link | None
    clients: Link | None
    members: Link | None
    calls: bool
    backup: str
    repository: bool
    fate: Fate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Node types that are drawn in one row of the grid: one type, or several that share a cluster."""

    row: Row
    types: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    machines: tuple[Machine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine:
    """One flow in words."""

    source: str
    target: str
    port: str
    transport: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The loss that a picture shows: the node or zone that is lost, and what visitors notice."""

    name: str
    shop: Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One environment as a picture shows it."""

    name: str
    facts: str
    visitors: Outside
    edge: Outside
    region: str
    zones: tuple[Zone, ...]
    bands: tuple[Band, ...]
    repository: Outside | None
    recovery: Outside | None
    flows: tuple[FlowLine, ...]
    loss: Loss | None

    @property
    def title(self) -> str:
        """Give the words at the top."""
        return f"{self.name} without {self.loss.name}" if self.loss else self.name

    @property
    def fates(self) -> tuple[tuple[str, Fate], ...]:
        """Give what happens to each service that is drawn, by its title, each once."""
        found = {entry.title: entry.fate for band in self.bands for entry in band.entries if entry.fate}
        return tuple(found.items())
