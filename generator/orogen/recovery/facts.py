"""What the steps of a runbook are written from: the environment here and there, and what things are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.plan.build import plan
from orogen.recovery.environment import recovered

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Backups, DisasterRecovery, Environment


@dataclass(frozen=True)
class Facts:
    """The environment, its spec's path, the folders of the two control repos, and the bytes of a set where known."""

    environment: Environment
    spec: str
    primary: str
    recovery: str
    data: int | None = None

    @cached_property
    def here(self) -> Plan:
        """The environment in its primary region."""
        return plan(self.environment)

    @cached_property
    def there(self) -> Plan:
        """The environment in its recovery region."""
        return plan(recovered(self.environment))

    @property
    def to(self) -> DisasterRecovery:
        """The recovery region. Only specs that have one get a runbook."""
        found = self.environment.disaster_recovery
        if found is None:
            raise ValueError(f"{self.environment.name} has no recovery region")
        return found

    @property
    def backups(self) -> Backups:
        """The backups, without which no spec may have a recovery region (ORO714)."""
        found = self.environment.backups
        if found is None:
            raise ValueError(f"{self.environment.name} has no backups")
        return found

    @property
    def lost(self) -> str:
        """The primary region's name."""
        return self.environment.location.region

    @property
    def host(self) -> str:
        """The shop's host name."""
        return urlsplit(self.environment.application.url).hostname or ""

    @property
    def administrator(self) -> str:
        """Whose login the commands use."""
        people = self.environment.access.administrators
        return people[0].name if people else "root"

    def desk(self, region: str) -> Node:
        """Give the node that administrators work from: maintenance, or else the one that makes backup sets."""
        plan = self.places(region)
        return (plan.cluster("maintenance") or plan.cluster("backup"))[0]

    @property
    def tunnelled(self) -> bool:
        """Whether visitors come through a Cloudflare tunnel."""
        return self.environment.edge.kind == "cloudflare"

    def places(self, region: str) -> Plan:
        """Give the environment as it is laid out in one of its two regions."""
        return self.here if region == self.lost else self.there
