"""The examples: right, each of another kind, and able to share one control repo."""

from __future__ import annotations

import pytest

from orogen.spec.read import read, read_all
from tests.samples import TODAY
from tests.unit.spec.texts import EXAMPLES

FILES = sorted(EXAMPLES.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_is_right_and_names_its_schema(path: object) -> None:
    reading = read(str(path), TODAY)
    assert reading.diagnostics == ()
    assert reading.environment
    assert reading.document.lines[0] == (
        "# yaml-language-server: $schema=https://orogen.dev/schemas/environment.schema.json"
    )


def test_the_examples_share_nothing() -> None:
    environments = [reading.environment for reading in read_all(map(str, FILES), TODAY) if reading.environment]
    assert len(environments) == len(FILES) == 8
    for index, environment in enumerate(environments):
        for other in environments[:index]:
            assert environment.name != other.name
            assert environment.application.url != other.application.url
            assert not environment.location.network.overlaps(other.location.network)


def test_the_examples_cover_what_users_have() -> None:
    environments = [reading.environment for reading in read_all(map(str, FILES), TODAY) if reading.environment]
    assert {environment.type for environment in environments} == {"production", "staging", "development"}
    assert {environment.location.provider for environment in environments} == {"gcp", "oci", "static"}
    assert {environment.edge.kind for environment in environments} == {"cloudflare", "gcp"}
    assert {environment.application.release for environment in environments} == {"5.1", "6.1", "7.0"}
    assert {environment.location.os for environment in environments} == {"debian-12", "debian-13"}


def test_six_machines_run_everything() -> None:
    environment = read(str(EXAMPLES / "six-machines.yaml"), TODAY).environment
    assert environment
    assert sum(node_type.count for node_type in environment.nodes) == 6
    services = [service for node_type in environment.nodes for service in node_type.services]
    assert len(services) == len(set(services)) == 14
