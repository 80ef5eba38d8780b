"""An environment that customers or testers of a release see runs in a developer's mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from orogen.rules.case import Case

CODE = "ORO807"
SEVERITY = "warning"
TITLE = "Debug mode in production"
WHY = (
    "An error page then shows code, variables and the passwords among them to whoever causes an error; each request "
    "is slower, and consumers leak memory."
)
FIX = "Remove the variable."
BAD = """\
application:
  environment: {ORO_DEBUG: "1"}
"""
GOOD = """\
application:
  environment: {ORO_DEBUG: "0"}
"""

# OroCloud's plans have a developer's mode for testing and development only.
_WITHOUT = ("production", "staging")
# What PHP's FILTER_VALIDATE_BOOL takes for true, as Symfony's runtime asks it.
_ON = ("1", "true", "on", "yes")

SWITCHES: Mapping[str, Callable[[str], bool]] = {
    "ORO_DEBUG": lambda value: value.strip().lower() in _ON,
    # Any other environment has debug mode on by itself, or a queue that throws where `prod` tries again.
    "ORO_ENV": lambda value: value != "prod",
}
"""Variable -> whether a value of it switches a developer's mode on (oro.md 3.3 and gotcha 4)."""


def check(case: Case) -> Iterator[Finding]:
    """Give each switch that is on."""
    environment = case.environment
    if environment.type not in _WITHOUT:
        return
    for name, value in environment.application.environment.items():
        if name in SWITCHES and SWITCHES[name](value):
            message = f"`{name}: {shown(value)}` runs {environment.type} in a developer's mode"
            yield Finding(("application", "environment", name), message, FIX)
