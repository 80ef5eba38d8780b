"""What is known about an environment before its spec is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orogen.spec.environment import EnvironmentType


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One field a question, as it was answered; empty where the question does not arise."""

    name: str
    type: EnvironmentType
    provider: str
    size: str
    url: str
    release: str
    edition: str
    project: str
    region: str
    zone: str
    network: str
    domain: str
    edge: str
    tunnel: str
    backups: str

    @property
    def zones(self) -> list[str]:
        """The zones, which a person may part by commas or spaces."""
        return re.split(r"[\s,]+", self.zone)
