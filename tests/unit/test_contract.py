"""What every service must state, whoever wrote it: the contract's promises that types cannot hold."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import yaml

from orogen.catalogue import catalogue
from orogen.data import HIERADATA, TEMPLATES
from orogen.plan.build import plan
from tests.samples import production

if TYPE_CHECKING:
    from orogen.contract import Service

SERVICES = tuple(catalogue().values())
PROFILES = TEMPLATES / "site-modules/profile/manifests"
PLAN = plan(production())
# The keepers of cron and websocket are part of what every node with the application's code has.
SHARED = {"application": "profile::leader::"}


def by_name(service: Service) -> str:
    return service.name


@pytest.fixture(params=SERVICES, ids=by_name)
def service(request: pytest.FixtureRequest) -> Service:
    found: Service = request.param
    return found


def test_it_has_its_four_files(service: Service) -> None:
    assert (PROFILES / f"{service.name}.pp").is_file()
    assert (HIERADATA / "service" / f"{service.name}.yaml").is_file()
    assert service.checks == f"test_{service.name}.py"
    assert (TEMPLATES / "tests" / service.checks).is_file()
    assert service.profile == f"profile::{service.name}"


def test_it_speaks_of_services_that_exist(service: Service) -> None:
    clients = {client for port in service.ports for client in port.clients}
    assert clients | set(service.requires) <= set(catalogue())
    assert not service.quorum.voters or service.quorum.voters in catalogue()
    assert all(service.port(endpoint.port) for endpoint in service.endpoints)


def test_it_stands_on_layers_below_its_own(service: Service) -> None:
    assert all(catalogue()[required].layer <= service.layer for required in service.requires)


def is_own(key: str, service: Service) -> bool:
    mine = f"{service.profile}::"
    return key == "lookup_options" or key.startswith((mine, SHARED.get(service.name, mine)))


def test_its_data_are_its_own(service: Service) -> None:
    node = PLAN.cluster(service.name)[0] if PLAN.cluster(service.name) else None
    keys = {*service.data(PLAN), *(service.node_data(PLAN, node) if node else ())}
    for node_type in PLAN.environment.nodes:
        budget = PLAN.budgets.get((node_type.name, service.name))
        keys |= {*service.sizing(PLAN.environment, budget)} if budget else set()
    assert [key for key in keys if not is_own(key, service)] == []


def test_its_defaults_are_its_own(service: Service) -> None:
    defaults = yaml.safe_load((HIERADATA / "service" / f"{service.name}.yaml").read_text())
    assert [key for key in defaults if not is_own(key, service)] == []


def test_its_secrets_become_sensitive(service: Service) -> None:
    pattern = next(iter(yaml.safe_load((HIERADATA / "common.yaml").read_text())["lookup_options"]))
    for secret in service.secrets:
        assert all(re.search(pattern, key.partition(".")[0]) for key in secret.keys)


def test_its_alerts_say_what_to_do(service: Service) -> None:
    for alert in service.alerts:
        assert alert.summary
        assert alert.action.endswith((".", "?"))


def test_every_parameter_of_its_profile_is_documented(service: Service) -> None:
    text = (PROFILES / f"{service.name}.pp").read_text()
    parameters = set(re.findall(r"^  \S.*?\$(\w+)(?: *=.*)?,$", text.partition(") {")[0], re.MULTILINE))
    assert parameters == set(re.findall(r"^# @param (\w+)$", text, re.MULTILINE))


def test_no_two_services_share_a_port_on_a_node() -> None:
    for one, other in combinations(SERVICES, 2):
        shared = {(p.number, p.protocol) for p in one.ports} & {(p.number, p.protocol) for p in other.ports}
        assert not shared, f"{one.name} and {other.name}"


def test_no_two_endpoints_share_a_listen_port() -> None:
    listens = [endpoint.listen for service in SERVICES for endpoint in service.endpoints if endpoint.reach == "proxy"]
    assert all(listens)
    assert len(set(listens)) == len(listens)


@pytest.mark.parametrize("names", [lambda s: [x.name for x in s.secrets], lambda s: [x.name for x in s.alerts]])
def test_names_of_secrets_and_alerts_are_unique(names: object) -> None:
    every = [name for service in SERVICES for name in names(service)]  # type: ignore[operator]
    assert len(set(every)) == len(every)
