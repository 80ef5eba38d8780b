from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from orogen.data import TEMPLATES
from orogen.plan.build import plan
from orogen.services import mail
from orogen.spec.environment import Mail, Relay
from tests.samples import production

if TYPE_CHECKING:
    from orogen.spec.environment import Environment

SCRIPT = Path(str(TEMPLATES)) / "site-modules/profile/files/mail/orogen-mail-metrics"


def relay(host: str, priority: int, user: str = "") -> Relay:
    return Relay(host=host, port=587, priority=priority, user=user)


def mailing(*relays: Relay, recipients: tuple[str, ...] = ()) -> Environment:
    return replace(production(), mail=Mail(relays=relays, recipients=recipients))


@pytest.mark.parametrize(
    ("given", "tried"),
    [
        ([("b", 20), ("a", 10)], ["a", "b"]),
        ([("second", 10), ("first", 5), ("third", 10)], ["first", "second", "third"]),
        ([], []),
    ],
)
def test_relays_are_tried_by_priority_then_as_the_spec_lists_them(
    given: list[tuple[str, int]], tried: list[str]
) -> None:
    found = mail.relays(mailing(*(relay(host, priority) for host, priority in given)))
    assert [cast("dict[str, Any]", entry)["host"] for entry in found] == tried


def test_a_relay_without_a_user_is_told_none() -> None:
    found = cast("list[dict[str, Any]]", mail.relays(mailing(relay("a", 1), relay("b", 2, "acme"))))
    assert [entry["user"] for entry in found] == [None, "acme"]


@pytest.mark.parametrize(("users", "asked"), [(("", ""), False), (("", "acme"), True)])
def test_a_password_is_asked_for_only_where_a_relay_wants_a_login(users: tuple[str, ...], asked: bool) -> None:
    environment = mailing(*(relay(f"smtp{number}", number, user) for number, user in enumerate(users)))
    (secret,) = mail.SERVICE.secrets
    assert secret.kind == "given"
    assert secret.when(environment) is asked


def test_only_the_applications_nodes_may_send() -> None:
    laid_out = plan(mailing(recipients=("acme.example",)))
    data = mail.SERVICE.data(laid_out)
    assert data["profile::mail::clients"] == laid_out.addresses("application")
    assert data["profile::mail::recipients"] == ["acme.example"]
    assert all([*port.clients] == ["application"] for port in mail.SERVICE.ports)


def test_the_application_sends_through_its_own_proxy_which_encrypts() -> None:
    (endpoint,) = mail.SERVICE.endpoints
    assert mail.SERVICE.variables(plan(production())) == {"ORO_MAILER_DSN": f"smtp://127.0.0.1:{endpoint.listen}"}
    assert endpoint.tls == "originate"
    assert mail.SERVICE.port(endpoint.port).encrypted


QUEUE = """\
{"queue_name": "deferred", "queue_id": "A", "arrival_time": 1700000200, "sender": "\\"queue_name\\": \\"hold\\""}
{"queue_name": "deferred", "queue_id": "B", "arrival_time": 1700000100, "sender": "b@acme.example"}
{"queue_name": "active", "queue_id": "C", "arrival_time": 1600000000, "sender": "c@acme.example"}
"""


def metrics(tmp_path: Path, *, running: bool, queue: str = "") -> dict[str, str]:
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "queue").write_text(queue)
    stubs = {"postfix": f"exit {int(not running)}", "postqueue": f"cat {tmp_path}/queue"}
    for name, text in stubs.items():
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    subprocess.run(["sh", SCRIPT, tmp_path], env=environment, check=True)
    lines = (tmp_path / "orogen-mail.prom").read_text().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def test_metrics_count_each_queue_and_know_the_oldest_message_that_no_relay_took(tmp_path: Path) -> None:
    found = metrics(tmp_path, running=True, queue=QUEUE)
    assert found["orogen_mail_running"] == "1"
    assert found['orogen_mail_queue_messages{queue="deferred"}'] == "2"
    assert found['orogen_mail_queue_messages{queue="active"}'] == "1"
    assert found['orogen_mail_queue_messages{queue="hold"}'] == "0"
    assert found["orogen_mail_oldest_deferred_timestamp_seconds"] == "1700000100"


def test_metrics_of_a_postfix_that_is_down_say_just_that(tmp_path: Path) -> None:
    assert metrics(tmp_path, running=False) == {"orogen_mail_running": "0"}
