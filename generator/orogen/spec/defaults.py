"""What a spec leaves out, by the environment's type (OroCloud documentation, "Environment types and plans")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.spec.environment import EnvironmentType


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long each tier of backups is kept, as a spec writes it."""

    hourly: str
    weekly: str
    monthly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """The defaults of one environment type; the sizes are those of a node type that gives none."""

    retention: Retention
    synchronous: bool
    processes: int
    cpus: int
    memory: str
    disk: str


_WEEK = Retention(hourly="7d", weekly="1w", monthly="none")

DEFAULTS: dict[EnvironmentType, Defaults] = {
    "production": Defaults(
        retention=Retention(hourly="7d", weekly="4w", monthly="12M"),
        synchronous=True,
        processes=4,
        cpus=4,
        memory="16GiB",
        disk="100GiB",
    ),
    "staging": Defaults(
        retention=Retention(hourly="7d", weekly="2w", monthly="none"),
        synchronous=False,
        processes=2,
        cpus=2,
        memory="8GiB",
        disk="50GiB",
    ),
    "testing": Defaults(retention=_WEEK, synchronous=False, processes=1, cpus=2, memory="8GiB", disk="50GiB"),
    "development": Defaults(retention=_WEEK, synchronous=False, processes=1, cpus=4, memory="16GiB", disk="50GiB"),
}
