"""What this node is, who may ask it, and what its services state: /etc/orogen/control.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Operation:
    """A command that may be asked for by name; each of its arguments must match a regular expression as a whole."""

    command: str
    arguments: dict[str, str]
    changes: bool
    seconds: int


@dataclass(frozen=True)
class Service:
    """A service of this node: the nodes that run it, its units, what is done to it, how its state is asked."""

    name: str
    members: list[str]
    units: list[str] = field(default_factory=list)
    maintenance_lock: str = ""
    stopped_in_maintenance: list[str] = field(default_factory=list)
    drain: list[str] = field(default_factory=list)
    undrain: list[str] = field(default_factory=list)
    probe: str = ""
    handover: list[str] = field(default_factory=list)
    operations: dict[str, Operation] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """`controllers` are the certificate names that may ask; `state` is the folder for what must outlive a boot."""

    node: str
    address: str
    controllers: list[str]
    token: str
    authority: str
    certificate: str
    private_key: str
    state: Path
    services: dict[str, Service]

    @property
    def maintenance_locks(self) -> list[str]:
        """Give the files that say maintenance to visitors and code; none on a node without the application."""
        return [service.maintenance_lock for service in self.services.values() if service.maintenance_lock]

    @property
    def stopped_in_maintenance(self) -> list[str]:
        """Give the units that stand still in maintenance."""
        return [unit for service in self.services.values() for unit in service.stopped_in_maintenance]


def load(path: Path) -> Settings:
    """Read the settings. Raises OSError, ValueError, KeyError, TypeError."""
    found = json.loads(path.read_text())
    services = {name: _service(name, stated) for name, stated in found.pop("services").items()}
    return Settings(**{**found, "state": Path(found["state"]), "services": services})


def _service(name: str, stated: dict[str, Any]) -> Service:
    operations = {key: Operation(**operation) for key, operation in stated.pop("operations", {}).items()}
    return Service(name=name, operations=operations, **stated)
