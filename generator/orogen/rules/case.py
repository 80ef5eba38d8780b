"""What a rule looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from orogen.plan.build import plan

if TYPE_CHECKING:
    from datetime import date

    from orogen.plan.model import Plan
    from orogen.spec.environment import Environment


@dataclass(frozen=True)
class Case:
    """An environment, and the day on which it is judged: versions grow old while a spec stays as it is."""

    environment: Environment
    today: date

    @cached_property
    def plan(self) -> Plan:
        """The environment laid out on machines.

        Only for the rules of ORO4xx and above: the others make sure that it can be laid out.
        """
        return plan(self.environment)
