"""Google's load balancer is to stand before machines of another provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO209"
SEVERITY = "error"
TITLE = "Google's edge on another provider"
WHY = "OroCloud's architecture page: GCP CDN and load balancing are available for GCP hosting only."
FIX = "Use `kind: cloudflare` with a tunnel."
BAD = """\
location: {provider: static, project: null}
edge: {kind: gcp, tunnel: null}
"""
GOOD = """\
location: {provider: static, project: null}
edge: {kind: cloudflare, tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the edge when it is Google's and the machines are not."""
    environment = case.environment
    provider = environment.location.provider
    if environment.edge.kind == "gcp" and provider != "gcp":
        yield Finding(("edge", "kind"), f"the edge `gcp` does not work with the provider `{provider}`", FIX)
