from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from orogen.catalogue import catalogue
from orogen.contract import GIB
from orogen.plan.build import plan
from orogen.services import archive
from orogen.spec.environment import Backups
from tests.samples import PRODUCTION_NODES, node_type, production

if TYPE_CHECKING:
    from orogen.spec.environment import Environment

ADDRESS = "profile::backup::archive::repository"


def environment(address: str, provider: str = "gcp", days: int = 7) -> Environment:
    backups = Backups(repository=address, hourly="7d", weekly="28d", monthly="12m", point_in_time=days)
    return replace(production(provider=provider), backups=backups)


def of_backup(wanted: Environment) -> list[dict[str, object]]:
    laid_out, service = plan(wanted), catalogue()["backup"]
    return [
        {key: value for key, value in service.node_data(laid_out, node).items() if "archive" in key}
        for node in laid_out.cluster("backup")
    ]


@pytest.mark.parametrize(
    ("written", "provider", "options"),
    [
        ("/srv/backups/acme/", "static", {"repo1-type": "posix", "repo1-path": "/srv/backups/acme/pgbackrest"}),
        (
            "gs://acme",
            "gcp",
            {
                "repo1-type": "gcs",
                "repo1-gcs-bucket": "acme",
                "repo1-path": "/pgbackrest",
                "repo1-gcs-key-type": "auto",
            },
        ),
        (
            "gs://acme/prod/sets",
            "static",
            {
                "repo1-type": "gcs",
                "repo1-gcs-bucket": "acme",
                "repo1-path": "/prod/sets/pgbackrest",
                "repo1-gcs-key": "/etc/orogen/archive/google.json",
            },
        ),
        (
            "s3://s3.eu-west-1.amazonaws.com/acme/prod",
            "static",
            {
                "repo1-type": "s3",
                "repo1-s3-endpoint": "s3.eu-west-1.amazonaws.com",
                "repo1-storage-port": "443",
                "repo1-s3-bucket": "acme",
                "repo1-s3-region": "eu-west-1",
                "repo1-s3-uri-style": "path",
                "repo1-path": "/prod/pgbackrest",
            },
        ),
        (
            "s3://ns.compat.objectstorage.eu-amsterdam-1.oraclecloud.com:8443/acme",
            "oci",
            {
                "repo1-type": "s3",
                "repo1-s3-endpoint": "ns.compat.objectstorage.eu-amsterdam-1.oraclecloud.com",
                "repo1-storage-port": "8443",
                "repo1-s3-bucket": "acme",
                "repo1-s3-region": "eu-amsterdam-1",
                "repo1-s3-uri-style": "path",
                "repo1-path": "/pgbackrest",
            },
        ),
    ],
)
def test_repositories_are_named_as_pgbackrest_names_them(written: str, provider: str, options: dict[str, str]) -> None:
    (data,) = of_backup(environment(written, provider))
    assert data[ADDRESS] == options


WITHOUT = (
    environment("sftp://oro@backup.example/srv", "static"),
    environment("gs://acme", days=0),
    replace(environment("gs://acme"), standby=True),
    replace(environment("gs://acme"), backups=None),
    production(nodes=tuple(each for each in PRODUCTION_NODES if "backup" not in each.services)),
)


@pytest.mark.parametrize("without", WITHOUT, ids=("sftp", "none", "standby", "no section", "no node"))
def test_where_wal_is_not_kept_nothing_of_it_is_rendered(without: Environment) -> None:
    laid_out, database = plan(without), catalogue()["database"]
    assert not archive.kept(without)
    assert not any(of_backup(without))
    data = database.data(laid_out)
    assert not [key for key in data if "archive" in key]
    shared = data["profile::database::shared_settings"]
    assert isinstance(shared, dict)
    # The default throws WAL away; the leader's disk never fills.
    assert "archive_command" not in shared
    assert {archive.ARCHIVE_PORT, archive.SOURCE_PORT}.isdisjoint(flow.port for flow in laid_out.flows)


def test_both_sides_reach_each_other_by_the_names_in_their_certificates() -> None:
    laid_out = plan(production())
    (kept,), database = of_backup(production()), catalogue()["database"].data(laid_out)
    assert kept["profile::backup::archive::members"] == [node.certname for node in laid_out.cluster("database")]
    assert database["profile::database::archive::host"] == laid_out.cluster("backup")[0].certname
    flows = {(flow.source, flow.target, flow.port) for flow in laid_out.flows}
    assert {("database", "backup", archive.ARCHIVE_PORT), ("backup", "database", archive.SOURCE_PORT)} <= flows


def test_the_first_backup_node_keeps_wal_and_no_other() -> None:
    nodes = (*PRODUCTION_NODES[:-1], node_type("maintenance", 2, "maintenance", "backup"))
    first, second = of_backup(production(nodes=nodes))
    assert first["profile::backup::archives"] is True
    assert second == {}


@pytest.mark.parametrize(("disk", "limit"), [(2 * GIB, "1024MiB"), (500 * GIB, "51200MiB"), (9000 * GIB, "262144MiB")])
def test_wal_that_waits_never_fills_the_disk(disk: int, limit: str) -> None:
    assert archive.queue(disk) == limit


@pytest.mark.parametrize("source", ["distribution", "vendor"])
def test_both_sides_have_pgbackrest_from_the_same_place(source: str) -> None:
    wanted = production(source=source)
    pinned = {name: "pgbackrest" in catalogue()[name].pins(wanted) for name in ("backup", "database")}
    assert set(pinned.values()) == {source == "vendor"}
