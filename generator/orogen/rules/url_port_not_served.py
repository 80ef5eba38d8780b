"""The edge does not listen on the port of the shop's URL."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.rules.finding import Finding
from orogen.spec.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO216"
SEVERITY = "error"
TITLE = "Port that the edge does not serve"
WHY = "Cloudflare takes visitors on a few ports, and the tunnel begins behind them: on all others nothing answers."
FIX = "Leave the port out, or use one that the edge serves."
BAD = """\
application: {url: "https://shop.acme.example:9443"}
"""
GOOD = """\
application: {url: "https://shop.acme.example:8443"}
"""

# Cloudflare's documentation, "Network ports".
SERVED = {"http": (80, 8080, 8880, 2052, 2082, 2086, 2095), "https": (443, 2053, 2083, 2087, 2096, 8443)}


def check(case: Case) -> Iterator[Finding]:
    """Give the URL when Cloudflare does not serve its port. Google's load balancer is told which one to serve."""
    environment = case.environment
    url = urlsplit(environment.application.url)
    served = SERVED[url.scheme]
    if environment.edge.kind == "cloudflare" and (url.port or served[0]) not in served:
        message = f"Cloudflare serves nothing on port {url.port} for {url.scheme}"
        instead = f"Leave the port out, or use one of {listing(map(str, served))}."
        yield Finding(("application", "url"), message, instead)
