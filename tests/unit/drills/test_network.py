from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from orogen.drills import reach
from orogen.drills.network import Source, Tried, allows
from orogen.plan.build import plan
from tests.samples import production

PLAN = plan(production())
NODES = {node.name: node for node in PLAN.nodes}


def source(name: str) -> Source:
    node = NODES[name]
    return Source(node.certname, name, str(node.address), node.services)


@pytest.mark.parametrize(
    ("name", "target", "port", "allowed"),
    [
        ("web1", "database1", 5432, True),
        ("database2", "database1", 5432, True),
        ("search1", "database1", 5432, False),
        ("web1", "database1", 22, False),
        ("web1", "cache1", 26379, True),
        ("web1", "queue1", 25672, False),
        ("queue2", "queue1", 35680, True),
        ("queue2", "queue1", 35683, False),
    ],
)
def test_a_flow_of_the_plan_allows_and_nothing_else_does(name: str, target: str, port: int, allowed: bool) -> None:
    assert allows(PLAN, source(name), NODES[target], port) is allowed


@pytest.mark.parametrize(
    ("address", "allowed"), [("10.20.255.1", True), ("10.20.254.1", False), ("198.51.100.7", False)]
)
def test_ssh_comes_from_the_vpn_alone(address: str, allowed: bool) -> None:
    outside = Source("outside", "outside", address)
    assert PLAN.environment.access.vpn
    assert allows(PLAN, outside, NODES["web1"], 22) is allowed


@pytest.mark.parametrize(
    ("allowed", "answer", "right"),
    [
        (True, "open", True),
        (True, "refused", True),
        (True, "silent", False),
        (False, "open", False),
        (False, "refused", False),
        (False, "silent", True),
    ],
)
def test_what_the_packet_filter_lets_in_need_not_have_a_listener(allowed: bool, answer: str, right: bool) -> None:
    assert Tried("web1", "cache1", 6379, allowed, answer).right is right


def test_the_probe_tells_open_from_refused() -> None:
    with socket.socket() as server, socket.socket() as closed:
        server.bind(("127.0.0.1", 0))
        server.listen()
        closed.bind(("127.0.0.1", 0))
        ports = [server.getsockname()[1], closed.getsockname()[1]]
        done = subprocess.run(
            [sys.executable, reach.__file__, "--from=127.0.0.1"],
            input="".join(f"127.0.0.1 {port}\n" for port in ports),
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout == f"127.0.0.1 {ports[0]} open\n127.0.0.1 {ports[1]} refused\n"
