"""The broker's series has no delayed-message plugin that orogen knows the digest of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.tested import has_its_php
from orogen.services.queue import DELAYED_MESSAGE_PLUGINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO503"
SEVERITY = "warning"
TITLE = "RabbitMQ without a known delayed-message plugin"
WHY = "OroCommerce cannot use a broker without the plugin, and orogen installs none whose digest was not published."
FIX = "Use packages of the vendor, or set `profile::queue::delayed_message_plugin` in overrides/."
BAD = """\
application: {release: "5.1"}
location: {os: debian-12}
packages: {source: distribution}
"""
GOOD = """\
application: {release: "6.1"}
location: {os: debian-12}
packages: {source: vendor}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source that leads to such a broker; its nodes do not compile before something is set."""
    environment = case.environment
    runs_queue = any("queue" in node_type.services for node_type in environment.nodes)
    unknown = environment.versions.rabbitmq not in DELAYED_MESSAGE_PLUGINS
    if runs_queue and unknown and has_its_php(environment):
        message = f"no delayed-message plugin is known for RabbitMQ {environment.versions.rabbitmq}"
        yield Finding(("packages", "source"), message, FIX)
