"""control: a node knows what its own services state, a shell is never asked, and only maintenance nodes come in."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any, cast

import pytest

from orogen.catalogue import catalogue
from orogen.data import TEMPLATES
from orogen.plan.build import plan
from orogen.services.control import PORT, SERVICE, standing
from tests.samples import node_type, production

if TYPE_CHECKING:
    from orogen.contract import Service

PLAN = plan(production())
EVERY = tuple(catalogue().values())
PROBES = TEMPLATES / "site-modules/profile/files/control/lib/orogen_control/probes"
LINES = [
    (service.name, line)
    for service in EVERY
    for line in (
        *service.drain,
        *service.undrain,
        *service.handover,
        *(operation.command for operation in service.operations.values()),
    )
]


def services_of(node: str) -> dict[str, Any]:
    found = next(each for each in PLAN.nodes if each.name == node)
    return cast("dict[str, Any]", SERVICE.node_data(PLAN, found)["profile::control::services"])


def test_a_node_knows_its_own_services_only() -> None:
    assert [*services_of("job1")] == ["proxy", "application", "consumer", "cron"]
    assert [*services_of("database1")] == ["coordination", "database"]
    assert services_of("job1")["cron"]["members"] == ["job1", "job2"]


def test_what_stands_on_stores_comes_after_them() -> None:
    ordered = sorted(EVERY, key=standing)
    names = [service.name for service in ordered]
    assert names.index("database") < names.index("consumer") < names.index("edge")


def test_the_lock_and_the_units_of_maintenance_are_where_the_application_is() -> None:
    stated = services_of("job1")
    assert stated["application"]["maintenance_lock"] == "/opt/orocommerce/shared/var/maintenance/maintenance_lock"
    stopped = {unit for service in stated.values() for unit in service.get("stopped_in_maintenance", ())}
    assert stopped == {"oro-consumers.target", "oro-cron.service"}
    assert not any("maintenance_lock" in service for service in services_of("database1").values())


def test_only_maintenance_nodes_reach_it() -> None:
    assert [(flow.source, flow.networks) for flow in PLAN.flows if flow.port == PORT] == [("maintenance", ())]
    assert SERVICE.data(PLAN) == {"profile::control::controllers": ["maintenance1.acme-prod.internal"]}


def test_without_a_maintenance_node_there_is_neither_flow_nor_token() -> None:
    alone = plan(production(nodes=(node_type("database", 3, "database", "coordination"),)))
    assert [flow for flow in alone.flows if flow.port == PORT] == []
    assert SERVICE.data(alone) == {"profile::control::controllers": []}
    assert not SERVICE.secrets[0].when(alone.environment)


@pytest.mark.parametrize(("name", "line"), LINES)
def test_no_line_wants_a_shell(name: str, line: str) -> None:
    words = shlex.split(line.removeprefix("-"), comments=True)
    assert words, name
    quoted = re.search(r"'[^']*'", line)
    bare = line.replace(quoted[0], "") if quoted else line
    assert not re.search(r"[$`|;&<>*]", bare.partition("#")[0]), name


@pytest.mark.parametrize("service", EVERY, ids=lambda service: service.name)
def test_what_a_service_states_fits_together(service: Service) -> None:
    units = service.units(PLAN.environment)
    assert {*service.stopped_in_maintenance} <= {*units}
    assert not service.probe or (PROBES / f"{service.probe}.py").is_file()
    assert not service.handover or service.probe
    assert bool(service.drain) == bool(service.undrain)
    for operation in service.operations.values():
        places = {*re.findall(r"\{(\w+)\}", operation.command)}
        assert places == {*operation.arguments}
        assert all(re.compile(pattern) for pattern in operation.arguments.values())


def test_every_probe_is_somebodys() -> None:
    modules = {path.stem for path in PROBES.glob("*.py")} - {"__init__"}
    assert modules == {service.probe for service in EVERY if service.probe}
