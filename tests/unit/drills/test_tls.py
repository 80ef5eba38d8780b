from __future__ import annotations

import pytest

from orogen.drills.tls import _expired, _refused, _verified, ways
from orogen.plan.build import plan
from tests.samples import production

PLAN = plan(production())


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("", True),
        ("\x15", True),
        ('EFATALno pg_hba.conf entry for host "10.0.0.1", user "oro", no encryption', True),
        ("HTTP/1.0 400 Bad Request Client sent an HTTP request to an HTTPS server.", True),
        ("HTTP/1.1 401 Unauthorized", False),
        ("HTTP/1.1 200 OK", False),
        ("R", False),
        ("AMQP", False),
    ],
)
def test_what_counts_as_no_answer_in_clear(said: str, refused: bool) -> None:
    assert _refused(said) is refused


def test_a_handshake_is_judged_by_what_openssl_says() -> None:
    fine = "    Verify return code: 0 (ok)\n"
    late = "verify error:num=10:certificate has expired\n    Verify return code: 10 (certificate has expired)\n"
    assert _verified(fine)
    assert not _expired(fine)
    assert _expired(late)
    assert not _verified(late)
    # What openssl says of RabbitMQ's port 25672, TLS 1.2: nothing is left of the handshake that failed.
    broken_off = f"verify error:num=10:certificate has expired\nNew, (NONE), Cipher is (NONE)\n{fine}"
    assert _expired(broken_off)
    assert not _verified(broken_off)
    assert not _verified("")
    # No connection is no answer about the day.
    assert not _expired("connect:errno=111, exit")


def test_each_encrypted_port_of_each_node_is_tried_once_from_a_node_that_may() -> None:
    found = ways(PLAN)
    tried = {(way.node, way.port) for way in found}
    assert len(tried) == len(found)
    assert {node.name for node in PLAN.cluster("database")} == {node for node, port in tried if port == 5432}
    assert all(way.client != way.node for way in found)
    encrypted = {flow.port for flow in PLAN.flows if flow.encrypted and flow.source and flow.port == flow.last}
    assert {port for _, port in tried} == encrypted
    assert {way.begin for way in found if way.port == 5432} == {"postgres"}
