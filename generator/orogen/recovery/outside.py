"""What changes outside the environment: DNS, the edge, white lists, and who has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.recovery.commands import HERE
from orogen.recovery.runbook import Checks, Commands, Table
from orogen.services.edge import GOOGLE_PORT, TUNNEL_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address

    from orogen.recovery.facts import Facts
    from orogen.recovery.runbook import Block

_CLOUDFLARE = "https://api.cloudflare.com/client/v4"
_NONE_LISTED = "not in the spec (`disaster_recovery.addresses`)"


def addresses(facts: Facts, region: str) -> tuple[IPv4Address, ...]:
    """Give the public addresses of a region, as far as the spec lists them."""
    return facts.to.primary_addresses if region == facts.lost else facts.to.recovery_addresses


def _listed(found: tuple[IPv4Address, ...]) -> str:
    return ", ".join(map(str, found)) or _NONE_LISTED


def addresses_change(facts: Facts) -> str:
    """Give in words which addresses take the place of which."""
    if not facts.to.recovery_addresses:
        return "those of the new way out; the spec lists none (`disaster_recovery.addresses`)"
    return f"{_listed(facts.to.recovery_addresses)} instead of {_listed(facts.to.primary_addresses)}"


def white_lists(facts: Facts) -> Table:
    """Give the addresses for white lists, where both belong from the beginning."""
    rows = ((region, _listed(addresses(facts, region))) for region in (facts.lost, facts.to.region))
    return Table(("region", "addresses"), tuple(rows))


def dns(facts: Facts, before: str, after: str) -> Iterator[Block]:
    """Give the changes of the edge and of DNS when one region takes the place of another."""
    old, new = addresses(facts, before), addresses(facts, after)
    if facts.tunnelled:
        yield f"DNS: nothing for visitors. `{facts.host}` points at the tunnel, which is the same."
    else:
        yield (
            f"Google's load balancer: add the web nodes of {after} ({', '.join(_web(facts, after))}, port 80) as a "
            f"backend, and take those of {before} out. Its certificate and, if it is a global one, its address stay."
        )
    if old != new:
        what = "records that name" if facts.tunnelled else f"`{facts.host}`, and other records that name"
        yield (
            f"DNS, by the owner of the domain: {what} {_listed(old)} get {_listed(new)} (SPF of the sender's domain "
            "among them). Old answers last as long as their TTL."
        )


def _web(facts: Facts, region: str) -> list[str]:
    return [f"{node.name} {node.address}" for node in facts.places(region).cluster("web")]


def tunnel_check(facts: Facts, region: str) -> Iterator[Block]:
    """Give the look at who is connected to the tunnel."""
    if not facts.tunnelled:
        return
    known = ", ".join(map(str, addresses(facts, region)))
    yield f"Only {region} may be connected to the tunnel{f', from {known}' if known else ''}:"
    address = f"{_CLOUDFLARE}/accounts/$CLOUDFLARE_ACCOUNT/cfd_tunnel/{facts.environment.edge.tunnel}/connections"
    yield Commands(
        "Anywhere, with a token of Cloudflare's API",
        (
            'curl --silent --header "Authorization: Bearer $CLOUDFLARE_API_TOKEN" \\',
            f"  {address} \\",
            "  | jq -r '.result[].conns[] | select(.is_pending_reconnect | not).origin_ip' | sort | uniq -c",
        ),
    )


def visit(facts: Facts, region: str) -> Commands:
    """Give a look at the shop past the edge, from a web node."""
    web = facts.places(region).cluster("web")[0]
    login = f"ssh {facts.administrator}@{web.address}"
    if facts.tunnelled:
        return Commands(
            HERE,
            (
                f"{login} curl --fail --show-error http://127.0.0.1:{TUNNEL_PORT}/-/health",
                f"{login} curl --fail --show-error --head --header Host:{facts.host} http://127.0.0.1:{TUNNEL_PORT}/",
            ),
        )
    # nginx lets only Google's networks in to the shop.
    return Commands(HERE, (f"{login} curl --fail --show-error http://127.0.0.1:{GOOGLE_PORT}/-/health",))


def tell(facts: Facts, region: str) -> Checks:
    """Give who has to know that the shop is in a region from now on."""
    return Checks(tuple(_told(facts, region)))


def _told(facts: Facts, region: str) -> Iterator[str]:
    environment = facts.places(region).environment
    yield (
        "The technical contact of the environment's owner: the service is restored, since __:__, with the data of "
        "__:__."
    )
    here = ", ".join(map(str, addresses(facts, region))) or "other addresses"
    yield f"Whoever lets the shop in by its address, as ERP, payment and shipping do: it comes from {here} now."
    relays = [relay.host for relay in environment.mail.relays]
    if relays:
        yield f"The mail relays, where they know it by its address: {', '.join(relays)}."
    people = [one.name for one in environment.access.administrators]
    if people and environment.access.vpn:
        networks = ", ".join(map(str, environment.access.vpn))
        yield f"Administrators ({', '.join(people)}): they come from {networks}, and nodes have new host keys."
    yield f"Whoever watches from outside: nodes are in {environment.location.network} now."
