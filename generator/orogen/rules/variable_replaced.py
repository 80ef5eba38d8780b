"""The spec sets a variable that orogen works out from the topology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.debug_in_production import SWITCHES
from orogen.rules.finding import Finding
from orogen.spec.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO816"
SEVERITY = "warning"
TITLE = "Variable that hides what orogen works out"
WHY = "The spec's value wins and stands still: it follows no failover, no new node and no new password."
FIX = "Remove the variable."
BAD = """\
application:
  environment: {ORO_DB_DSN: "postgres://oro:oro@10.20.0.97:5432/oro"}
"""
GOOD = """\
application:
  environment: {ORO_LOG_STACKTRACE_LEVEL: error}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each variable of the spec that a service sets too, to another value. Debug mode is ORO807."""
    for service in case.plan.services:
        computed = service.variables(case.plan)
        for name, value in case.environment.application.environment.items():
            if computed.get(name, value) != value and name not in SWITCHES:
                yield Finding(
                    ("application", "environment", name),
                    f"`{name}` replaces the value that orogen gives it for `{service.name}`",
                    f"Remove it: orogen sets `{shown(computed[name])}`.",
                    at_key=True,
                )
