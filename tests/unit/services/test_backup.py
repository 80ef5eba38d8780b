from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from orogen.catalogue import catalogue
from orogen.plan.build import plan
from orogen.services import backup
from orogen.spec.environment import Backups
from tests.samples import PRODUCTION_NODES, node_type, production

if TYPE_CHECKING:
    from orogen.spec.environment import Environment


def repository(address: str, provider: str = "gcp") -> Environment:
    environment = production(provider=provider)
    return replace(environment, backups=Backups(repository=address, hourly="7d", weekly="28d", monthly="12m"))


@pytest.mark.parametrize(
    ("written", "restic"),
    [
        ("gs://acme-prod-backups", "gs:acme-prod-backups:/"),
        ("gs://acme/prod/sets", "gs:acme:/prod/sets"),
        ("s3://s3.eu-west-1.amazonaws.com/acme/prod", "s3:https://s3.eu-west-1.amazonaws.com/acme/prod"),
        ("s3://minio.example:9000/acme", "s3:https://minio.example:9000/acme"),
        ("sftp://oro@backup.example/srv/acme", "sftp://oro@backup.example//srv/acme"),
        ("sftp://oro@backup.example:2222/srv/acme", "sftp://oro@backup.example:2222//srv/acme"),
        ("/srv/backups/acme", "/srv/backups/acme"),
    ],
)
def test_repositories_are_named_as_restic_names_them(written: str, restic: str) -> None:
    assert backup.restic_form(written) == restic


@pytest.mark.parametrize(
    ("written", "provider", "login", "secrets"),
    [
        ("gs://acme", "gcp", "none", []),
        ("gs://acme", "static", "google", ["backup-google-key"]),
        ("s3://host.example/acme", "oci", "s3", ["backup-s3-access-key", "backup-s3-secret-key"]),
        ("sftp://oro@backup.example/srv", "static", "sftp", ["backup-sftp-key"]),
        ("/srv/backups", "static", "none", []),
    ],
)
def test_only_the_secrets_that_the_repository_wants_are_asked_for(
    written: str, provider: str, login: str, secrets: list[str]
) -> None:
    environment = repository(written, provider)
    assert backup.login(environment) == login
    asked = [secret.name for secret in backup.SERVICE.secrets if secret.when(environment)]
    assert asked == ["backup-repository-key", *secrets]
    assert all(secret.kind == "given" for secret in backup.SERVICE.secrets)


@pytest.mark.parametrize(
    ("written", "provider", "variables"),
    [
        ("gs://acme", "gcp", {"GOOGLE_PROJECT_ID": "acme-prod-4821"}),
        ("gs://acme", "static", {"GOOGLE_APPLICATION_CREDENTIALS": "/etc/orogen/backup/google.json"}),
        ("s3://host.example/acme", "oci", {"AWS_DEFAULT_REGION": "europe-west1"}),
        (
            "s3://ns.compat.objectstorage.eu-amsterdam-1.oraclecloud.com/b",
            "oci",
            {"AWS_DEFAULT_REGION": "eu-amsterdam-1"},
        ),
        ("s3://host.example/acme", "static", {}),
    ],
)
def test_variables_lead_restic_to_the_repository(written: str, provider: str, variables: dict[str, str]) -> None:
    assert backup.SERVICE.data(plan(repository(written, provider)))["profile::backup::variables"] == variables


def test_without_a_file_store_its_part_and_its_tools_are_left_out() -> None:
    nodes = tuple(each for each in PRODUCTION_NODES if each.name != "files")
    environment = production(nodes=nodes)
    assert backup.SERVICE.data(plan(environment))["profile::backup::files_members"] == []
    assert backup.SERVICE.repositories(environment) == ("pgdg",)
    assert backup.SERVICE.repositories(production()) == ("mongodb", "pgdg")
    assert backup.SERVICE.repositories(production(source="distribution")) == ("mongodb",)


def test_without_backups_in_the_spec_nothing_is_stated_and_nothing_breaks() -> None:
    environment = replace(production(), backups=None)
    assert backup.SERVICE.data(plan(environment)) == {}
    assert backup.login(environment) == "none"


def test_a_second_backup_node_looks_whether_the_first_made_a_set() -> None:
    laid_out = plan(production(nodes=(*PRODUCTION_NODES[:-1], node_type("maintenance", 2, "maintenance", "backup"))))
    first, second = (
        {key: value for key, value in backup.SERVICE.node_data(laid_out, node).items() if "archive" not in key}
        for node in laid_out.cluster("backup")
    )
    console = {"profile::backup::console": "/usr/bin/php8.4 /opt/orocommerce/current/bin/console"}
    assert first == {
        **console,
        "profile::backup::minute": 5,
        "profile::backup::stands_by": False,
        "profile::backup::verify_calendar": "Sat *-*-* 01:35:00 UTC",
    }
    assert second == {
        **console,
        "profile::backup::minute": 25,
        "profile::backup::stands_by": True,
        "profile::backup::verify_calendar": "Mon *-*-* 01:35:00 UTC",
    }


def test_a_node_without_the_application_has_no_console() -> None:
    laid_out = plan(production(nodes=(*PRODUCTION_NODES[:-1], node_type("vault", 1, "backup"))))
    (node,) = laid_out.cluster("backup")
    assert backup.SERVICE.node_data(laid_out, node)["profile::backup::console"] == ""


def test_free_disk_is_asked_of_every_node_that_a_restore_fills() -> None:
    laid_out = plan(production())
    data = backup.SERVICE.data(laid_out)
    for service in ("database", "files"):
        wanted = [f"{address}:9100" for address in laid_out.addresses(service)]
        assert data[f"profile::backup::{service}_exporters"] == wanted
    assert "backup" in catalogue()["exporters"].port("metrics").clients


def test_a_restore_may_log_in_where_it_makes_databases_and_nobody_else_may() -> None:
    clients = catalogue()["database"].data(plan(production()))["profile::database::clients"]
    assert isinstance(clients, list)
    found = {(client["user"], client["database"]) for client in clients if isinstance(client, dict)}
    assert found == {("oro", "oro"), ("backup", "oro"), ("restore", "all")}
