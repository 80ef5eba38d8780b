"""The environment that OroCommerce's code is given, and the PHP that runs it."""

from dataclasses import replace
from typing import Any

import pytest

from orogen.plan.build import plan
from orogen.plan.secrets import wanted
from orogen.services.application import SERVICE
from orogen.spec.environment import Environment, Packages
from tests.samples import node_type, production


def data(environment: Environment | None = None) -> dict[str, Any]:
    given = SERVICE.data(plan(environment or production()))
    return {key.removeprefix("profile::application::"): value for key, value in given.items()}


def with_variables(**variables: str) -> Environment:
    environment = production()
    return replace(environment, application=replace(environment.application, environment=variables))


def test_the_variables_of_all_services_are_one_environment() -> None:
    variables = data()["variables"]
    assert variables["ORO_SECRET"] == "{secret}"
    assert variables["ORO_WEBSOCKET_BACKEND_DSN"] == "tcp://127.0.0.1:18080"
    assert variables["ORO_MQ_DSN"].startswith("amqp://")
    assert [*variables] == sorted(variables)


def test_a_variable_is_never_empty_and_names_only_secrets_that_exist() -> None:
    made_of = plan(production())
    entries = {key.partition(".")[2] for secret in wanted(made_of) for key in secret.keys}
    for name, value in data()["variables"].items():
        assert value, name
        holes = {part.partition("}")[0] for part in value.split("{")[1:]}
        assert holes <= entries, name


def test_what_the_spec_says_is_handed_on_as_it_stands() -> None:
    odd = "it's {secret} $HOME %{x}\n"
    given = data(with_variables(SHOP_MOTTO=odd, ORO_ENV="cloud"))
    assert given["environment"] == {"ORO_ENV": "cloud", "SHOP_MOTTO": odd}
    # Consumers and cron run in the same environment as the web.
    assert given["symfony_environment"] == "cloud"


def test_container_parameters_exist_only_for_stores_that_do() -> None:
    alone = production(nodes=(node_type("app", 1, "web", "websocket", "consumer", "cron", "database"),))
    assert data(alone)["parameters"] == {}
    own = with_variables(ORO_REDIS_CACHE_DSN="redis://elsewhere:6379/1")
    own = replace(own, nodes=alone.nodes)
    assert data(own)["parameters"] == {"redis_dsn_cache": "%env(ORO_REDIS_CACHE_DSN)%"}


@pytest.mark.parametrize(
    ("release", "lock"),
    [
        ("5.1", "/opt/orocommerce/shared/var/cache/maintenance_lock"),
        ("6.0", "/opt/orocommerce/shared/var/maintenance/maintenance_lock"),
        ("7.0", "/opt/orocommerce/shared/var/maintenance/maintenance_lock"),
    ],
)
def test_nginx_and_the_code_look_at_the_same_lock(release: str, lock: str) -> None:
    given = data(production(release=release))
    assert given["maintenance_lock"] == lock == given["variables"]["ORO_MAINTENANCE_LOCK_FILE_PATH"]


@pytest.mark.parametrize(
    ("release", "os", "source", "php", "pecl", "missing"),
    [
        ("5.1", "debian-12", "distribution", "8.2", [], set()),
        ("5.1", "debian-12", "vendor", "8.2", ["mongodb"], {"mongodb"}),
        ("6.1", "debian-13", "vendor", "8.4", ["mongodb"], {"mongodb"}),
        ("6.1", "debian-13", "distribution", "8.4", ["mongodb"], {"mongodb", "imap"}),
        ("7.0", "debian-13", "vendor", "8.5", [], set()),
    ],
)
def test_extensions_come_in_the_series_that_the_release_needs(
    release: str, os: str, source: str, php: str, pecl: list[str], missing: set[str]
) -> None:
    given = data(production(release=release, os=os, source=source))
    assert given["php_version"] == php
    assert [*given["pecl_extensions"]] == pecl
    assert {"imap", "mongodb", "pgsql", "ldap"} - {*given["extensions"]} == missing


def test_a_mirror_stands_in_for_pecl_too() -> None:
    environment = replace(production(), packages=Packages(source="mirror", mirror="https://mirror.acme.example"))
    extension = data(environment)["pecl_extensions"]["mongodb"]
    assert extension["url"] == "https://mirror.acme.example/get/mongodb-1.21.1.tgz"
    assert SERVICE.repositories(environment) == ("sury-php",)


def test_php_comes_from_debian_where_the_spec_asks_for_that() -> None:
    environment = production(source="distribution")
    assert (SERVICE.repositories(environment), SERVICE.pins(environment)) == ((), {})
    assert "php8.4-*" in SERVICE.pins(production())


def test_keepers_vote_at_every_voter_and_alone_where_there_is_none() -> None:
    key = "profile::leader::endpoints"
    voters = plan(production()).addresses("coordination")
    assert SERVICE.data(plan(production()))[key] == [f"{address}:2379" for address in voters]
    alone = production(nodes=(node_type("app", 1, "web", "websocket", "consumer", "cron"),))
    assert SERVICE.data(plan(alone))[key] == []
    assert "coordination-leader-password" not in {secret.name for secret in wanted(plan(alone))}
