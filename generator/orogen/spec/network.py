"""IPv4 addresses and networks as text."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network


def is_address(text: object) -> bool:
    """Say whether a text is an IPv4 address. What is no text is left to other checks."""
    if not isinstance(text, str):
        return True
    try:
        return str(IPv4Address(text)) == text
    except ValueError:
        return False


def is_network(text: object) -> bool:
    """Say whether a text is an IPv4 network with its prefix, no host in it. What is no text is left to other checks."""
    return not isinstance(text, str) or network_around(text) == text


def network_around(text: str) -> str | None:
    """Give the network that an address with or without a prefix lies in: 10.20.0.0/16 for 10.20.0.1/16."""
    try:
        return str(IPv4Network(text, strict=False))
    except ValueError:
        return None
