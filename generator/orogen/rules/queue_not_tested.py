"""The distribution's RabbitMQ is not one that Oro tests the release with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.tested import untested
from orogen.services.queue import DELAYED_MESSAGE_PLUGINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO504"
SEVERITY = "warning"
TITLE = "RabbitMQ that Oro does not test"
WHY = (
    "RabbitMQ 4 dropped the mirrored queues that OroCommerce before 7.0 is tested with. Its quorum queues keep the "
    "copies, and take every message in turn: a mass import delays the mail of an order."
)
FIX = "Use `packages.source: vendor`, or accept the warning once your own tests have passed."
BAD = """\
packages: {source: distribution}
"""
GOOD = """\
packages: {source: vendor}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source that leads to such a broker, unless the broker has no plugin either."""
    environment = case.environment
    there, tested = environment.versions.rabbitmq, untested(environment, "rabbitmq")
    if tested and case.plan.cluster("queue") and there in DELAYED_MESSAGE_PLUGINS:
        release, os = environment.application.release, environment.location.os
        message = f"Oro tests OroCommerce {release} with RabbitMQ {tested}, and {os} has {there}"
        yield Finding(("packages", "source"), message, FIX)
