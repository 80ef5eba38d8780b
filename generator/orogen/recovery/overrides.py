"""What people wrote by hand into the primary's control repo goes along, once; what of it leads back there is told."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.spec.network import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from orogen.plan.model import Plan

_ADDRESS = re.compile(rb"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")


def overrides(primary: Path, plan: Plan) -> dict[str, bytes]:
    """Give the files of `overrides/` that are read for an environment's nodes. Raises OrogenError."""
    found = {place: _read(primary / place) for place in _places(plan)}
    return {place: text for place, text in found.items() if text is not None}


def remarks(root: Path, primary: Path, plan: Plan) -> Iterator[str]:
    """Give what a person has to look at in the files written by hand, of which none is changed here.

    `plan` is that of the recovery region.
    """
    for place in _places(plan):
        theirs, own = _read(primary / place), _read(root / place)
        if own is not None and own != (theirs or own):
            yield f"{root / place} is not as {primary / place}: only you know which lines should be"
        yield from _leading_back(root / place, own or theirs or b"", plan)


def _leading_back(place: Path, text: bytes, plan: Plan) -> Iterator[str]:
    environment = plan.environment
    lost = environment.disaster_recovery
    for number, line in enumerate(text.splitlines(), start=1):
        for found in _ADDRESS.findall(line):
            address = found.decode()
            if lost and is_address(address) and IPv4Address(address) in lost.network:
                yield f"{place}:{number}: {address} is an address of {lost.region}"


def _places(plan: Plan) -> tuple[str, ...]:
    return (
        "overrides/common.yaml",
        f"overrides/environments/{plan.environment.name}.yaml",
        *(f"overrides/nodes/{node.certname}.yaml" for node in plan.nodes),
    )


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OrogenError(f"{path} cannot be read: {error.strerror}") from error
