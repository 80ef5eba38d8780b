"""The release matrix: which version of each store an OroCommerce release runs with. One row a release."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Series of each program (`major` or `major.minor`), as packages are held to them."""

    php: str
    postgresql: str
    elasticsearch: str
    rabbitmq: str
    redis: str
    mongodb: str
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One OroCommerce LTS release: what it runs with and what differs from its siblings.

    `tested` has the oldest and the newest series of a store that Oro's system requirements or its CI images name.
    """

    versions: Versions
    maintenance_lock: str
    mongodb_extension: str
    tested: Mapping[str, tuple[str, str]]


# Oro's system requirements and its own CI images (oroinc/docker-build), newest patch series of each. PHP is pinned
# to its minor by composer.json, Node to its major by engine-strict. 5.1 asks for MongoDB 6.0, which has no build for
# Debian 12 or later; 7.0 is the oldest that has.
RELEASES: dict[str, Release] = {
    "5.1": Release(
        versions=Versions(
            php="8.2",
            postgresql="15",
            elasticsearch="8",
            rabbitmq="3.11",
            redis="7.2",
            mongodb="7.0",
            node="18",
        ),
        maintenance_lock="var/cache/maintenance_lock",
        mongodb_extension="1",
        tested={"rabbitmq": ("3.11", "3.11"), "redis": ("6.2", "7.2")},
    ),
    "6.0": Release(
        versions=Versions(
            php="8.3",
            postgresql="16",
            elasticsearch="8",
            rabbitmq="3.12",
            redis="7.2",
            mongodb="7.0",
            node="20",
        ),
        maintenance_lock="var/maintenance/maintenance_lock",
        mongodb_extension="1",
        tested={"rabbitmq": ("3.12", "3.12"), "redis": ("7.2", "7.2")},
    ),
    "6.1": Release(
        versions=Versions(
            php="8.4",
            postgresql="17",
            elasticsearch="8",
            rabbitmq="3.13",
            redis="7.4",
            mongodb="8.0",
            node="22",
        ),
        maintenance_lock="var/maintenance/maintenance_lock",
        mongodb_extension="1",
        tested={"rabbitmq": ("3.12", "3.13"), "redis": ("7.2", "7.4")},
    ),
    "7.0": Release(
        versions=Versions(
            php="8.5",
            postgresql="18",
            elasticsearch="9",
            rabbitmq="4.2",
            redis="8.4",
            mongodb="8.0",
            node="24",
        ),
        maintenance_lock="var/maintenance/maintenance_lock",
        mongodb_extension="2",
        tested={"rabbitmq": ("4.2", "4.2"), "redis": ("8.4", "8.4")},
    ),
}

# What Debian itself packages. It has neither Elasticsearch nor a MongoDB server: those always come from their vendors.
DISTRIBUTIONS: dict[str, dict[str, str]] = {
    "debian-12": {"php": "8.2", "postgresql": "15", "rabbitmq": "3.10", "redis": "7.0", "node": "18"},
    "debian-13": {"php": "8.4", "postgresql": "17", "rabbitmq": "4.0", "redis": "8.0", "node": "20"},
}


def versions_of(release: str, os: str, source: str) -> Versions:
    """Give the versions that will run: the release's own, except where the distribution is to provide them."""
    wanted = RELEASES[release].versions
    return replace(wanted, **DISTRIBUTIONS[os]) if source == "distribution" else wanted
