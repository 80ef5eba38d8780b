from __future__ import annotations

import pytest
import yaml

from orogen.data import HIERADATA
from orogen.plan.build import plan
from orogen.services import coordination
from orogen.services.coordination import SERVICE
from tests.samples import node_type, production


def defaults() -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load((HIERADATA / "service" / "coordination.yaml").read_text())
    return found


@pytest.mark.parametrize(
    ("os", "source", "api"),
    [
        ("debian-12", "distribution", "etcd"),
        ("debian-12", "vendor", "etcd3"),
        ("debian-12", "mirror", "etcd3"),
        ("debian-13", "distribution", "etcd3"),
        ("debian-13", "vendor", "etcd3"),
    ],
)
def test_only_the_patroni_that_loses_writes_over_v3_speaks_v2(os: str, source: str, api: str) -> None:
    environment = production(os=os, source=source)
    assert coordination.api(environment) == api
    assert SERVICE.data(plan(environment))["profile::coordination::v2_api"] is (api == "etcd")


def test_every_member_is_told_the_same_voters() -> None:
    made = plan(production())
    members = SERVICE.data(made)["profile::coordination::members"]
    assert [member["name"] for member in members] == ["database1", "database2", "witness1"]  # type: ignore[union-attr,index,call-overload]
    assert SERVICE.node_data(made, made.cluster("coordination")[2]) == {
        "profile::coordination::node": "witness1",
        "profile::coordination::address": str(made.cluster("coordination")[2].address),
    }


def test_voters_of_two_environments_do_not_join_each_other() -> None:
    assert SERVICE.data(plan(production()))["profile::coordination::cluster"] == "acme-prod"


@pytest.mark.parametrize(("members", "lost"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2)])
def test_an_even_voter_adds_nothing(members: int, lost: int) -> None:
    assert SERVICE.quorum.tolerates(members) == lost


def test_each_client_of_etcd_has_a_login_and_keys_of_its_own() -> None:
    prefixes = defaults()["profile::coordination::prefixes"]
    assert isinstance(prefixes, dict)
    keys = {key for service in plan(production()).services for secret in service.secrets for key in secret.keys}
    for user in prefixes:
        assert f"profile::coordination::{user}_password" in keys
    places = [str(place) for place in prefixes.values()]
    assert not any(a != b and a.startswith(b) for a in places for b in places)


def test_an_election_needs_ten_heartbeats_of_silence() -> None:
    """etcd's tuning guide: the election timeout is ten round trips at the least, and the heartbeat one."""
    given = defaults()
    heartbeat, election = (given[f"profile::coordination::{n}"] for n in ("heartbeat_interval", "election_timeout"))
    assert isinstance(heartbeat, int)
    assert isinstance(election, int)
    assert election >= 10 * heartbeat


def test_a_single_voter_serves_a_development_machine() -> None:
    nodes = (node_type("app", 1, "database", "coordination"),)
    made = plan(production(nodes=nodes))
    assert len(made.members("coordination")) == 1
    assert SERVICE.data(made)["profile::coordination::members"] == made.members("coordination")
