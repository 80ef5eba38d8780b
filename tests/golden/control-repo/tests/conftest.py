"""Connects the checks to the nodes of inventory.json: each file says which service it checks, and runs where that runs.

    pytest tests --environment acme-prod --connect 'ssh://{certname}'
    pytest tests --environment acme-prod --connect 'podman://{certname}'

`--node` and `--zone` narrow it down. `--connect` is a testinfra host with the fields of the node in braces.
"""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from connection import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONSOLE = "/opt/orocommerce/current/bin/console"
INVENTORY = Path(__file__).resolve().parents[1] / "inventory.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which nodes to check and how to reach them."""
    group = parser.getgroup("control repo")
    group.addoption("--environment", default="*", help="environments to check (a glob)")
    group.addoption("--node", default="*", help="nodes to check, by certificate name (a glob)")
    group.addoption("--zone", default="*", help="zones to check (a glob)")
    group.addoption("--stand-ins", action="store_true", help="check what a stand-in answers for, too")
    group.addoption("--connect", default="ssh://{certname}", help="testinfra host, with fields of the node")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each check once for every chosen node that runs its service."""
    if "target" not in metafunc.fixturenames:
        return
    service = metafunc.module.SERVICE
    targets = [(e, n) for e, n in _chosen(metafunc.config) if service in n["services"]]
    ids = [node["certname"] for _, node in targets]
    metafunc.parametrize("target", targets, ids=ids, scope="module")


@pytest.fixture(scope="module")
def target(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the environment and the node that the check runs for."""
    pair: tuple[dict[str, Any], dict[str, Any]] = request.param
    return pair


@pytest.fixture(scope="module")
def environment(target: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    """Give the node's environment as the inventory has it."""
    return target[0]


@pytest.fixture(scope="module")
def node(target: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    """Give the node as the inventory has it."""
    return target[1]


@pytest.fixture(scope="module")
def host(node: dict[str, Any], pytestconfig: pytest.Config) -> Any:
    """Give the connection to the node."""
    return host_of(pytestconfig.getoption("--connect").format(**node))


@pytest.fixture(scope="module")
def peer(environment: dict[str, Any], pytestconfig: pytest.Config) -> Callable[[str], Any]:
    """Give a function from the name of another node of the environment to the connection to it."""
    nodes = {node["name"]: node for node in environment["nodes"]}
    return lambda name: host_of(pytestconfig.getoption("--connect").format(**nodes[name]))


@pytest.fixture(scope="module")
def deployed(environment: dict[str, Any], peer: Callable[[str], Any]) -> None:
    """Skip a check that needs the application, as long as one of its nodes has no release of it."""
    for node in environment["nodes"]:
        if "application" in node["services"] and not peer(node["name"]).file(CONSOLE).exists:
            pytest.skip(f"not run: no release is deployed on {node['name']}")


@pytest.fixture(scope="session")
def real(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Give a function that skips a check where the version of a package says that it is a stand-in."""

    def skip(version: str, package: str) -> None:
        if "stand-in" in version and not pytestconfig.getoption("--stand-ins"):
            pytest.skip(f"not run: no {package} package")

    return skip


def _chosen(config: pytest.Config) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for environment in json.loads(INVENTORY.read_text())["environments"]:
        for node in environment["nodes"]:
            if (
                fnmatch(environment["name"], config.getoption("--environment"))
                and fnmatch(node["certname"], config.getoption("--node"))
                and fnmatch(node["zone"], config.getoption("--zone"))
            ):
                yield environment, node
