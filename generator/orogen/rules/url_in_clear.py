"""A production shop is reached without encryption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO804"
SEVERITY = "warning"
TITLE = "Production without HTTPS"
WHY = (
    "Passwords, orders and session cookies can be read and changed on their way, and every link in a mail says http. "
    "TLS ends at the edge, so HTTPS costs the nodes nothing."
)
FIX = "Write the URL with `https://`."
BAD = """\
application: {url: "http://shop.acme.example"}
"""
GOOD = """\
application: {url: "https://shop.acme.example"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the URL of a production environment when it is http."""
    environment = case.environment
    url = environment.application.url
    if environment.type == "production" and url.startswith("http://"):
        message = f"customers' passwords go to `{url}` in clear"
        yield Finding(("application", "url"), message, f"Write `https://{url.removeprefix('http://')}`.")
