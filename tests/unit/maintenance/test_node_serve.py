"""Who is heard, over real TLS: a maintenance node that knows the token, and nobody else."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from dataclasses import replace
from http.client import HTTPSConnection, RemoteDisconnected
from typing import TYPE_CHECKING, Any

import pytest
from orogen_control import serve, verbs

from tests.unit.maintenance.authority import Authority

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from orogen.secrets.keys import Keys
    from tests.unit.maintenance.authority import Files
    from tests.unit.maintenance.machine import Machine

    Ask = Callable[..., tuple[int, list[dict[str, Any]]]]

TOKEN = "of-the-control-12345"


@pytest.fixture
def ask(machine: Machine, authority: Authority) -> Ask:
    """Ask web1 once, as a node with this certificate."""
    own = authority.issue("web1", "127.0.0.1")
    settings = replace(
        machine.settings, authority=own.authority, certificate=own.certificate, private_key=own.private_key
    )

    def once(shown: Files | None, verb: str, body: str = "{}", token: str = TOKEN) -> tuple[int, list[dict[str, Any]]]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=lambda: serve.serve(settings, listening.accept()[0]))
            thread.start()
            context = ssl.create_default_context(cafile=own.authority)
            if shown:
                context.load_cert_chain(shown.certificate, shown.private_key)
            connection = HTTPSConnection("127.0.0.1", listening.getsockname()[1], timeout=10, context=context)
            try:
                connection.request("POST", f"/v1/{verb}", body, {"Authorization": f"Bearer {token}"})
                answer = connection.getresponse()
                lines = answer.read().splitlines()
            finally:
                connection.close()
                thread.join()
        return answer.status, [json.loads(line) for line in lines] if answer.status == 200 else []

    return once


@pytest.fixture
def controller(authority: Authority) -> Files:
    return authority.issue("maintenance1", "127.0.0.1")


def test_a_maintenance_node_is_heard(ask: Ask, controller: Files) -> None:
    status, lines = ask(controller, "state")
    assert status == 200
    assert lines[-1]["result"]["node"] == "web1"


def test_another_nodes_certificate_is_not_enough(ask: Ask, authority: Authority) -> None:
    assert ask(authority.issue("web2", "127.0.0.1"), "state") == (403, [])


def test_the_certificate_without_the_token_is_not_enough(ask: Ask, controller: Files) -> None:
    assert ask(controller, "state", token="of-the-control-99999") == (403, [])


def test_another_environments_authority_is_not_heard(ask: Ask, keys: Keys, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, keys, "other-prod").issue("maintenance1", "127.0.0.1")
    with pytest.raises((ssl.SSLError, ConnectionError, RemoteDisconnected)):
        ask(stranger, "state")


def test_nobody_without_a_certificate_is_heard(ask: Ask) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError, RemoteDisconnected)):
        ask(None, "state")


@pytest.mark.parametrize(
    ("verb", "body", "fault"),
    [
        ("reboot", {}, "`reboot` is nothing that can be asked for"),
        ("../state", {}, "nothing that can be asked for"),
        ("state", {"more": "1"}, "`state` wants nothing, not more"),
        ("drain", {"who": "a", "since": "b"}, "`drain` wants who, since, comment"),
        ("drain", {"who": "a", "since": "b", "comment": "c\nd"}, "`comment` must be a line of text"),
        ("drain", {"who": "a", "since": "b", "comment": ["c"]}, "`comment` must be a line of text"),
        ("unit", {"service": "web", "action": "kill"}, "`kill` is none of start, stop, restart"),
        ("unit", {"service": "application", "action": "stop"}, "`application` does not run on web1"),
        ("look", {"service": "store", "operation": "empty", "arguments": {"thing": "a"}}, "by operate"),
        ("operate", {"service": "store", "operation": "empty", "arguments": "a"}, "must be an object"),
        ("operate", {"service": "store", "operation": "empty", "arguments": {"thing": "$(id)"}}, "`$(id)` is no thing"),
    ],
)
def test_what_is_not_in_the_table_is_refused(
    ask: Ask, controller: Files, machine: Machine, verb: str, body: dict[str, Any], fault: str
) -> None:
    status, lines = ask(controller, verb, json.dumps(body))
    assert status == 200
    assert fault in lines[-1]["refused"]
    assert machine.calls() == []


@pytest.mark.parametrize("body", ["", "[]", "{"])
def test_what_is_no_request_is_refused(ask: Ask, controller: Files, body: str) -> None:
    assert ask(controller, "state", body) == (400, [])


def test_a_request_without_an_end_is_not_read(ask: Ask, controller: Files) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError, RemoteDisconnected, AssertionError)):
        assert ask(controller, "state", "x" * 10_000_000)[0] == 200


def test_only_one_change_at_a_time_but_looks_go_on(
    ask: Ask, controller: Files, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile = []

    def busy(*_arguments: object) -> str:
        second = {"service": "web", "action": "stop"}
        meanwhile.append(serve.answer(machine.settings, "unit", second, serve.Reply(None))["refused"])
        meanwhile.append(serve.answer(machine.settings, "state", {}, serve.Reply(None))["result"]["node"])
        return "done"

    monkeypatch.setitem(verbs.VERBS, "undrain", verbs.Verb((), changes=True, do=busy))
    assert ask(controller, "undrain")[1][-1] == {"result": "done"}
    assert meanwhile == ["web1 is busy with another request", "web1"]


def test_a_failure_is_told(ask: Ask, controller: Files, machine: Machine) -> None:
    machine.change("nginx.service", broken=True)
    _, lines = ask(controller, "unit", json.dumps({"service": "web", "action": "start"}))
    assert "Job for nginx.service failed" in lines[-1]["failed"]


def test_a_sign_of_life_comes_while_nothing_is_said(
    ask: Ask, controller: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = threading.Event()
    line = serve.Reply.line

    def noted(reply: serve.Reply, **content: Any) -> None:
        line(reply, **content)
        if "alive" in content:
            seen.set()

    monkeypatch.setattr(serve, "ALIVE_SECONDS", 0.01)
    monkeypatch.setattr(serve.Reply, "line", noted)
    monkeypatch.setitem(verbs.VERBS, "state", verbs.Verb((), changes=False, do=lambda *_: seen.wait(10)))
    _, lines = ask(controller, "state")
    assert {"alive": True} in lines
    assert lines[-1] == {"result": True}


def test_a_restart_leaves_alone_what_does_not_run(ask: Ask, controller: Files, machine: Machine) -> None:
    for service in ("websocket", "cron"):
        ask(controller, "unit", json.dumps({"service": service, "action": "restart"}))
    assert machine.calls() == ["restart oro-cron.service"]


def test_nothing_is_started_that_maintenance_has_stopped(ask: Ask, controller: Files, machine: Machine) -> None:
    begun = {"who": "a", "since": "b", "comment": "", "until": "c"}
    assert "result" in ask(controller, "maintenance-on", json.dumps(begun))[1][-1]
    _, lines = ask(controller, "unit", json.dumps({"service": "cron", "action": "start"}))
    assert lines[-1] == {"refused": "cron stands still while maintenance is on"}
    assert "oro-cron.service" not in machine.running()
