"""The same environment in its recovery region.

What is the same: its name and domain, and so every node's name, role and hand-written data; its secrets; its backups'
repository. What is not: region, zones, network, and with them every address. Either region is the other's recovery, so
what leads there leads back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.recovery.exchange import Exchange
from orogen.spec.environment import DisasterRecovery

if TYPE_CHECKING:
    from orogen.spec.environment import Access, Environment, Mail, NodeType


def recovered(environment: Environment, *, standby: bool = True) -> Environment:
    """Give the environment as it is in its recovery region, which it must have.

    It stands by until somebody says that it is the shop: see `Environment.standby`. Raises ValueError for an address
    without a counterpart, which ORO722 refuses.
    """
    location, recovery = environment.location, environment.disaster_recovery
    if recovery is None:
        raise ValueError(f"{environment.name} has no recovery region")
    exchange = exchange_of(environment, recovery)
    zones = dict(zip(location.zones, recovery.zones, strict=False))
    packages, backups = environment.packages, environment.backups
    return replace(
        environment,
        application=replace(environment.application, url=_url(environment.application.url, exchange)),
        location=replace(location, region=recovery.region, zones=tuple(zones.values()), network=recovery.network),
        nodes=tuple(_node_type(each, zones, exchange) for each in environment.nodes),
        # The bucket stays where it is.
        backups=replace(backups, region=backups.region or location.region) if backups else None,
        mail=_mail(environment.mail, exchange),
        access=_access(environment.access, exchange),
        packages=replace(packages, mirror=_url(packages.mirror, exchange) if packages.mirror else None),
        disaster_recovery=DisasterRecovery(
            region=location.region,
            zones=location.zones,
            network=location.network,
            primary_addresses=recovery.recovery_addresses,
            recovery_addresses=recovery.primary_addresses,
            objectives=recovery.objectives,
        ),
        standby=standby,
    )


def exchange_of(environment: Environment, recovery: DisasterRecovery) -> Exchange:
    """Give the two networks that change places."""
    return Exchange(environment.location.network, recovery.network)


def _node_type(node_type: NodeType, zones: dict[str, str], exchange: Exchange) -> NodeType:
    return replace(
        node_type,
        zones=tuple(zones[zone] for zone in node_type.zones),
        addresses=tuple(exchange.address(address) for address in node_type.addresses),
    )


def _mail(mail: Mail, exchange: Exchange) -> Mail:
    return replace(mail, relays=tuple(replace(relay, host=exchange.host(relay.host)) for relay in mail.relays))


def _access(access: Access, exchange: Exchange) -> Access:
    return replace(
        access,
        vpn=tuple(exchange.network(network) for network in access.vpn),
        allow=tuple(exchange.network(network) for network in access.allow),
    )


def _url(url: str, exchange: Exchange) -> str:
    host = urlsplit(url).hostname or ""
    return url.replace(f"//{host}", f"//{exchange.host(host)}", 1)
