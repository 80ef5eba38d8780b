from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from orogen.contract import Quorum, Service
from orogen.plan.build import plan
from orogen.services import maintenance
from tests.samples import node_type, production

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.plan.model import Plan


@dataclass
class PlanOf:
    services: tuple[Service, ...] = field(default=())


def leading(name: str, variables: Mapping[str, str]) -> Service:
    quorum = Quorum(model="every", why="")
    return Service(
        name=name, title=name, profile=f"profile::{name}", why="", quorum=quorum, variables=lambda _: variables
    )


def test_credentials_are_the_addresses_that_carry_a_secret() -> None:
    services = (
        leading("application", {"ORO_SECRET": "{secret}", "ORO_ENV": "prod"}),
        leading("database", {"ORO_DB_DSN": "postgres://oro:{database_password}@127.0.0.1:15432/oro"}),
        leading("websocket", {"ORO_WEBSOCKET_SERVER_DSN": "//0.0.0.0:8080"}),
        leading("files", {"ORO_MONGODB_DSN_PUBLIC": "mongodb://oro:{files_password}@files1:27017/public"}),
    )
    found = maintenance._credentials(cast("Plan", PlanOf(services)))
    assert [*found] == ["ORO_DB_DSN", "ORO_MONGODB_DSN_PUBLIC"]
    assert "{database_password}" in cast("dict[str, Any]", found)["ORO_DB_DSN"]


@pytest.mark.parametrize(
    ("source", "release", "tools", "pins", "repositories"),
    [
        (
            "vendor",
            "7.0",
            ("postgresql-client-18", "nodejs"),
            {"nodejs": "24.*", "postgresql-client-18": "18.*", "libpq5": "*"},
            ("mongodb", "nodesource", "pgdg"),
        ),
        ("distribution", "6.1", ("postgresql-client-17", "nodejs", "npm"), {}, ("mongodb",)),
    ],
)
def test_tools_fit_the_release_and_come_from_where_the_spec_says(
    source: str, release: str, tools: tuple[str, ...], pins: dict[str, str], repositories: tuple[str, ...]
) -> None:
    environment = production(release=release, source=source)
    assert maintenance._versioned_tools(environment) == tools
    assert maintenance._pins(environment) == pins
    assert maintenance._repositories(environment) == repositories


def test_the_message_of_the_day_leaves_out_what_every_node_runs() -> None:
    laid_out = plan(production(nodes=(node_type("witness", 1, "coordination"),)))
    described = cast("dict[str, Any]", maintenance._described(laid_out.nodes[0]))
    assert described["services"] == ["coordination"]
    assert described["address"] == str(laid_out.nodes[0].address)


def test_the_tool_is_told_of_every_service_that_it_can_do_something_with() -> None:
    found = cast("dict[str, Any]", maintenance.SERVICE.data(plan(production()))["profile::maintenance::services"])
    assert {"web", "consumer", "database", "coordination", "application", "backup", "mail"} <= {*found}
    assert not {"base", "firewall", "certificates", "control"} & {*found}
    assert found["coordination"]["members"] == ["database1", "database2", "witness1"]
    assert (found["coordination"]["model"], found["coordination"]["probed"]) == ("majority", True)
    assert {name for name, stated in found.items() if stated["stopped_in_maintenance"]} == {
        "consumer",
        "cron",
        "websocket",
    }
    assert {name for name, stated in found.items() if stated["hands_over"]} == {
        "cache",
        "cron",
        "database",
        "files",
        "websocket",
    }


def test_the_tools_lock_is_with_the_voters() -> None:
    laid_out = plan(production())
    voters = [f"{address}:2379" for address in laid_out.addresses("coordination")]
    assert maintenance.SERVICE.data(laid_out)["profile::maintenance::voters"] == voters
