from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.data import TEMPLATES
from orogen.plan.build import plan
from orogen.services import backup
from orogen.spec.environment import Backups
from tests.samples import PRODUCTION_NODES, node_type, production

if TYPE_CHECKING:
    from orogen.spec.environment import Environment

SCRIPT = Path(str(TEMPLATES)) / "site-modules/profile/files/backup/orogen-backup"


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
    first, second = (backup.SERVICE.node_data(laid_out, node) for node in laid_out.cluster("backup"))
    assert first == {"profile::backup::minute": 5, "profile::backup::stands_by": False}
    assert second == {"profile::backup::minute": 25, "profile::backup::stands_by": True}


def run(script: str, *arguments: str) -> str:
    """Run a line of shell among the script's functions."""
    return attempt(script, *arguments, check=True).stdout


def attempt(script: str, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Do the same, and say how it ended."""
    command = ["bash", "-c", f'. "$1"; shift; {script}', "test", str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=check)


def expected(day: date) -> list[str]:
    if day.isoweekday() != 7:
        return ["hourly"]
    return ["hourly", "weekly"] + ([] if (day + timedelta(7)).month == day.month else ["monthly"])


def test_tiers_over_more_than_a_year_with_its_changes_of_the_clock() -> None:
    days = [date(2024, 1, 1) + timedelta(number) for number in range(400)]
    script = 'for day; do printf "%s %s\\n" "$day" "$(tiers "$day" | xargs)"; done'
    # A zone whose clock changes at midnight: there, such a day has no 00:00.
    said = run(f"export TZ=America/Santiago; {script}", *map(str, days)).splitlines()
    assert said == [f"{day} {' '.join(expected(day))}" for day in days]
    months = [day.month for day in days if "monthly" in expected(day)]
    assert months == [*range(1, 13), 1]


@pytest.mark.parametrize(
    ("kept", "found", "tiers"),
    [
        ("7d 28d 12m", "", "hourly weekly monthly"),
        ("7d 28d 12m", "an-id", "hourly"),
        ("7d 28d 0", "", "hourly weekly"),
    ],
)
def test_the_first_good_set_of_a_sunday_is_the_weeks_and_tiers_that_are_off_get_none(
    kept: str, found: str, tiers: str
) -> None:
    script = (
        f"read -r BACKUP_HOURLY BACKUP_WEEKLY BACKUP_MONTHLY <<<'{kept}'; "
        f"snapshots() {{ echo '{found}'; }}; day=day:2024-06-30; wanted_tiers"
    )
    assert run(script).split() == tiers.split()


def test_a_longer_tier_is_spared_by_the_rules_of_the_shorter_ones() -> None:
    script = (
        "BACKUP_HOST=acme BACKUP_HOURLY=7d BACKUP_WEEKLY=28d BACKUP_MONTHLY=12m; "
        'repository() { printf "%s\\n" "$*"; }; expire'
    )
    assert run(script).splitlines() == [
        "forget --host acme --tag hourly --keep-within 7d --keep-tag weekly --keep-tag monthly",
        "forget --host acme --tag weekly --keep-within 28d --keep-tag monthly",
        "forget --host acme --tag monthly --keep-within 12m",
    ]


@pytest.mark.parametrize(("dump", "ended"), [("echo all", "whole\n"), ("echo half; false", "")])
def test_a_dump_that_breaks_off_ends_the_run(tmp_path: Path, dump: str, ended: str) -> None:
    script = f"work={tmp_path}; store() {{ cat >/dev/null; }}; dump() {{ {dump}; }}; part name dump; echo whole"
    finished = attempt(script)
    assert finished.stdout == ended, finished.stderr
    assert (finished.returncode == 0) is bool(ended)


def test_metrics_keep_what_other_tiers_said_and_stay_in_one_piece(tmp_path: Path) -> None:
    script = (
        f"BACKUP_STATE={tmp_path} BACKUP_METRICS={tmp_path}; record 'b{{tier=\"weekly\"}}' 1 a 2; "
        "record 'b{tier=\"hourly\"}' 3 'b{tier=\"weekly\"}' 4"
    )
    run(script)
    assert (tmp_path / "orogen-backup.prom").read_text().splitlines() == [
        "# TYPE a gauge",
        "a 2",
        "# TYPE b gauge",
        'b{tier="hourly"} 3',
        'b{tier="weekly"} 4',
    ]
