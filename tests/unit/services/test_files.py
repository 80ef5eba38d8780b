"""files: addresses that OroCommerce accepts, sizes, and what other services agreed with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from orogen.contract import Budget
from orogen.data import TEMPLATES
from orogen.plan.build import plan
from orogen.services.backup import FILES_PORT, MEDIA
from orogen.services.files import PORT, PRIVATE, PUBLIC, SERVICE
from tests.samples import node_type, production

if TYPE_CHECKING:
    from orogen.plan.model import Plan

GIB = 1024**3
MIB = 1024**2
# What OroCommerce takes a DSN apart with (oroinc/gridfs-config, MongoDbDriverConfig), after its prefix `gridfs:`.
ACCEPTED = re.compile(r"mongodb://.*/(?P<database>\w+)$")


def laid_out(count: int = 3, release: str = "6.1") -> Plan:
    return plan(production(nodes=(node_type("files", count, "files"),), release=release))


@pytest.mark.parametrize(
    ("variable", "database"), [("ORO_MONGODB_DSN_PUBLIC", PUBLIC), ("ORO_MONGODB_DSN_PRIVATE", PRIVATE)]
)
def test_orocommerce_accepts_its_addresses(variable: str, database: str) -> None:
    found = ACCEPTED.match(SERVICE.variables(laid_out())[variable])
    assert found is not None
    assert found["database"] == database


@pytest.mark.parametrize(("count", "hosts"), [(1, "files1:27017"), (3, "files1:27017,files2:27017,files3:27017")])
def test_the_driver_is_given_every_member(count: int, hosts: str) -> None:
    for dsn in SERVICE.variables(laid_out(count)).values():
        assert dsn.startswith(f"mongodb://oro:{{files_password}}@{hosts}/")


def test_the_password_in_the_address_is_the_one_the_user_is_made_with() -> None:
    password = next(secret for secret in SERVICE.secrets if secret.name == "files-password")
    assert set(password.keys) == {
        "profile::files::application_password",
        "profile::application::secrets.files_password",
    }


def test_users_are_made_in_the_databases_of_the_addresses() -> None:
    found = laid_out()
    databases = {dsn.rpartition("/")[2] for dsn in SERVICE.variables(found).values()}
    assert set(SERVICE.data(found)["profile::files::databases"] or ()) == databases  # type: ignore[arg-type]


def test_backups_find_the_databases_with_the_login_that_is_made_for_them() -> None:
    password = next(secret for secret in SERVICE.secrets if secret.name == "files-backup-password")
    assert set(password.keys) == {"profile::files::backup_password", "profile::backup::files_password"}
    assert (FILES_PORT, set(MEDIA)) == (PORT, {PUBLIC, PRIVATE})


def test_the_key_is_long_enough_for_mongodb_and_not_too_long() -> None:
    key = next(secret for secret in SERVICE.secrets if secret.name == "files-cluster-key")
    assert 6 <= key.length <= 1024


@pytest.mark.parametrize(
    ("memory", "disk", "cache", "oplog"),
    [
        (200 * MIB, 10 * GIB, 0.25, 1024),
        (200 * MIB, GIB, 0.25, 990),
        (3 * GIB, 100 * GIB, 1.5, 10240),
        (64 * GIB, 4096 * GIB, 32, 51200),
    ],
)
def test_sizes_follow_the_budget_within_mongodbs_limits(memory: int, disk: int, cache: float, oplog: int) -> None:
    assert SERVICE.sizing(production(), Budget(cpus=2, memory=memory, disk=disk)) == {
        "profile::files::cache_size": cache,
        "profile::files::oplog_size": oplog,
    }


@pytest.mark.parametrize(
    ("release", "series", "enabled"),
    [("5.1", "7.0", "never"), ("6.0", "7.0", "never"), ("6.1", "8.0", "always"), ("7.0", "8.0", "always")],
)
def test_series_and_huge_pages_follow_the_release(release: str, series: str, enabled: str) -> None:
    found = laid_out(release=release)
    assert SERVICE.pins(found.environment) == {"mongodb-org*": f"{series}.*"}
    assert SERVICE.repositories(found.environment) == ("mongodb",)
    huge_pages = SERVICE.data(found)["profile::files::huge_pages"]
    assert isinstance(huge_pages, dict)
    assert huge_pages["enabled"] == enabled


def test_the_port_is_called_what_it_is_for_the_application() -> None:
    port = SERVICE.port("mongodb")
    assert not port.encrypted
    assert "plain text" in port.clients["application"]
    assert set(port.clients) == {"application", "backup", "files"}


def test_every_metric_of_an_alert_is_measured() -> None:
    script = (TEMPLATES / "site-modules/profile/files/files/metrics.js").read_text()
    measured = set(re.findall(r"^  (\w+): '", script, re.MULTILINE))
    wanted = {name for alert in SERVICE.alerts for name in re.findall(r"orogen_files_(\w+)", alert.expression)}
    assert wanted
    assert wanted <= measured
