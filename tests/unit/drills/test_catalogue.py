from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from orogen.catalogue import catalogue
from orogen.drills.catalogue import STANDING, chosen, known
from orogen.errors import OrogenError
from orogen.plan.build import plan
from tests.samples import node_type, production

if TYPE_CHECKING:
    from orogen.contract import Service

PLAN = plan(production())


@pytest.mark.parametrize("service", catalogue().values(), ids=lambda service: service.name)
def test_a_service_and_the_drills_agree_about_its_names(service: Service) -> None:
    assert service.drills == tuple(drill.name for drill in STANDING if drill.service == service.name)


def test_names_are_unique_and_known_drills_have_a_line() -> None:
    names = [drill.name for drill in known(PLAN)]
    assert len(set(names)) == len(names)
    assert all(drill.about and not drill.about.endswith(".") for drill in known(PLAN))


def test_each_zone_has_a_drill() -> None:
    zones = [drill.name for drill in known(PLAN) if drill.name.startswith("zone-lost-")]
    assert zones == [f"zone-lost-{zone}" for zone in PLAN.environment.location.zones]


def test_without_an_environment_all_that_there_can_be_is_known() -> None:
    assert {drill.name for drill in known(None)} == {drill.name for drill in STANDING} | {"zone-lost-ZONE"}


def test_what_there_is_one_of_has_no_drill_of_its_loss() -> None:
    small = plan(replace(production(), nodes=(node_type("app", 1, "web", "database", "coordination"),)))
    assert {drill.name for drill in known(small)} == {"network-flows", "network-outside", "tls-between-nodes"}


def test_all_means_all_and_a_name_counts_once() -> None:
    assert [drill.name for drill in chosen(PLAN, ["all"])] == [drill.name for drill in known(PLAN)]
    assert [drill.name for drill in chosen(PLAN, ["web-node-lost", "web-node-lost"])] == ["web-node-lost"]


def test_a_name_that_there_is_not_is_refused_with_the_way_to_the_names() -> None:
    with pytest.raises(OrogenError, match="no drill `web-lost`") as caught:
        chosen(PLAN, ["web-lost"])
    assert "orogen drill list" in caught.value.help
