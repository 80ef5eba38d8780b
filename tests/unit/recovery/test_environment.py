"""What moves to the recovery region, what does not, and that it holds for every valid spec."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from orogen.catalogue import catalogue
from orogen.plan.build import plan
from orogen.recovery.environment import recovered
from orogen.render.tree import tree
from orogen.rules.case import Case
from orogen.rules.run import every_rule
from orogen.secrets.provide import provide
from orogen.spec.environment import Backups
from orogen.spec.read import read
from tests.samples import TODAY, production
from tests.strategies.drawing import drawn
from tests.strategies.specs import specs
from tests.strategies.writing import written
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.spec.environment import Environment

GOLDEN = Path(__file__).parents[2] / "golden/dr/acme-prod.moved.txt"
SPECS = 200
RENDERED = 6
# The fix of ORO715 is a repository in the recovery region; there it stands beside what it protects, as ORO703 warns.
BY_DESIGN = {"ORO715"}
_ADDRESS = re.compile(rb"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")


def of_example(name: str = "acme-prod") -> Environment:
    environment = read(str(EXAMPLES / f"{name}.yaml"), TODAY).environment
    assert environment
    return environment


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path.removeprefix("."), value


def moved(environment: Environment) -> str:
    """Give what differs in the recovery region, a line each, and then where each node goes."""
    there = recovered(environment)
    after = dict(leaves(there))
    lines = [f"{path}: {value} -> {after[path]}" for path, value in leaves(environment) if after[path] != value]
    nodes = zip(plan(environment).nodes, plan(there).nodes, strict=True)
    lines += [f"{a.certname}: {a.zone} {a.address} -> {b.zone} {b.address}" for a, b in nodes if a.name == b.name]
    return "\n".join(lines) + "\n"


def test_what_moves_is_the_golden_file(update: bool) -> None:
    text = moved(of_example())
    if update:
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_addresses_by_hand_move_with_their_network() -> None:
    environment = of_example()
    nodes = tuple(
        replace(each, addresses=(IPv4Address("10.20.200.11"), IPv4Address("10.20.200.12")))
        if each.name == "mail"
        else each
        for each in environment.nodes
    )
    relays = (replace(environment.mail.relays[0], host="10.20.200.5"), environment.mail.relays[1])
    packages = replace(environment.packages, source="mirror", mirror="https://10.20.200.6:8443/debs")
    there = recovered(
        replace(environment, nodes=nodes, mail=replace(environment.mail, relays=relays), packages=packages)
    )
    assert [str(a) for each in there.nodes for a in each.addresses] == ["10.120.200.11", "10.120.200.12"]
    assert [relay.host for relay in there.mail.relays] == ["10.120.200.5", "smtp2.relay.example"]
    assert there.packages.mirror == "https://10.120.200.6:8443/debs"


def test_a_bucket_stays_in_its_region() -> None:
    environment = of_example("oci")
    backups = Backups(repository="s3://minio.acme.example/sets", hourly="7d", weekly="28d", monthly="12m")
    environment = replace(environment, backups=backups)
    data = catalogue()["backup"].data
    variables = "profile::backup::variables"
    here, there = data(plan(environment)), data(plan(recovered(environment)))
    assert here[variables] == there[variables] == {"AWS_DEFAULT_REGION": "eu-frankfurt-1"}
    assert recovered(recovered(environment)).backups == replace(backups, region="eu-frankfurt-1")


@pytest.mark.parametrize(
    ("service", "key"),
    [
        ("backup", "profile::backup::active"),
        ("edge", "profile::edge::cloudflare::active"),
        ("mail", "profile::mail::active"),
    ],
)
def test_only_who_stands_by_is_told(service: str, key: str) -> None:
    environment = of_example()
    data = catalogue()[service].data
    assert data(plan(recovered(environment)))[key] is False
    assert key not in data(plan(recovered(environment, standby=False)))
    assert key not in data(plan(environment))


def test_without_a_recovery_region_there_is_none() -> None:
    with pytest.raises(ValueError, match="no recovery region"):
        recovered(production())


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Environment]:
    """Give all valid specs with a recovery region of many that are drawn."""
    file = tmp_path_factory.mktemp("specs") / "spec.yaml"
    found = []
    for spec in drawn(specs(), SPECS):
        if "disaster_recovery" in spec:
            file.write_text(written(spec), encoding="utf-8")
            found.append(read(str(file), TODAY).environment)
    valid = [environment for environment in found if environment]
    assert len(valid) > SPECS / 20, "the strategy draws too few recovery regions that the rules accept"
    return valid


def test_whatever_validates_is_valid_there_too(every: list[Environment]) -> None:
    errors = [rule for rule in every_rule() if rule.SEVERITY == "error" and rule.CODE not in BY_DESIGN]
    for environment in every:
        case = Case(recovered(environment), TODAY)
        assert [(rule.CODE, finding) for rule in errors for finding in rule.check(case)] == []


def test_the_recovery_of_the_recovery_is_the_environment(every: list[Environment]) -> None:
    for environment in every:
        again = recovered(recovered(environment, standby=False), standby=False)
        for part in ("name", "application", "location", "edge", "nodes", "mail", "access", "packages"):
            assert getattr(again, part) == getattr(environment, part), part
        there, recovery = again.disaster_recovery, environment.disaster_recovery
        assert there
        assert recovery
        # More zones than the environment has stand in for none.
        zones = recovery.zones[: len(environment.location.zones)]
        assert there == replace(recovery, zones=zones)


def test_nothing_there_leads_back(every: list[Environment], tmp_path: Path) -> None:
    """No address of the primary's network is in what is rendered of an environment and its nodes."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    for environment in islice(every, RENDERED):
        lost = environment.location.network
        keys, completed = provide(tmp_path, [plan(recovered(environment))], now, keep=False)
        for path, file in tree(completed, keys.public_pem).items():
            if path.startswith(("data/environments/", "inventory.json")):
                named = {IPv4Address(text.decode()) for text in _ADDRESS.findall(file.content) if _is_address(text)}
                assert not [str(one) for one in named if one in lost and not _is_elsewhere(one, environment)], path


def _is_address(text: bytes) -> bool:
    return all(int(part) < 256 and str(int(part)) == part for part in text.decode().split("."))


def _is_elsewhere(address: IPv4Address, environment: Environment) -> bool:
    """Say whether an address is not of a node: a drawn network may hold Google's, and lie inside somebody's VPN."""
    google = tuple(map(IPv4Network, ("35.191.0.0/16", "130.211.0.0/22")))
    around = {*environment.access.vpn, *environment.access.allow}
    wider = {network for network in around if not network.subnet_of(environment.location.network)}
    return any(address in network for network in google) or address in {one.network_address for one in wider}
