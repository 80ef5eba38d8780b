"""One lock for all nodes: who comes second is told who holds it, and one that nobody holds any more is free again."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from oro_maintenance import configuration, etcd, lock
from oro_maintenance.errors import RefusedError, ToolError
from oro_maintenance.etcd import UnreachableError
from oro_maintenance.main import main

from tests.unit.maintenance import FILES
from tests.unit.maintenance.states import all_well

if TYPE_CHECKING:
    from oro_maintenance.configuration import Configuration

    from tests.unit.maintenance.fleet import Fleet

KEY = "/orogen/leader/maintenance"
HERE = {
    "user": "alice",
    "host": "maintenance1",
    "pid": 4711,
    "since": "2026-11-23T10:15:00Z",
    "command": "oro-maintenance drain web1",
}
THERE = {**HERE, "user": "bob", "host": "maintenance2"}


class Voters:
    """A stand-in for etcd's JSON gateway: leases, and one key that belongs to one."""

    def __init__(self) -> None:
        self.leases: set[str] = set()
        self.key: tuple[str, str] | None = None
        self.silent = False
        self.members: list[str] = []

    def ask(self, client: etcd.Etcd, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.members.append(client._members[0])
        if self.silent or client._members[0] == "10.0.0.9:2379":
            raise ConnectionError("connection refused")
        if path == "/v3/auth/authenticate":
            assert body == {"name": "leader", "password": "secret-password"}
            return {"token": "token"}
        answer: dict[str, Any] = getattr(self, path.rpartition("/")[2])(body)
        return answer

    def grant(self, _body: dict[str, Any]) -> dict[str, Any]:
        self.leases.add(f"lease-{len(self.leases)}")
        return {"ID": f"lease-{len(self.leases) - 1}"}

    def keepalive(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"result": {"TTL": "60"} if body["ID"] in self.leases else {}}

    def revoke(self, body: dict[str, Any]) -> dict[str, Any]:
        self.leases.discard(body["ID"])
        if self.key and self.key[1] == body["ID"]:
            self.key = None
        return {}

    def txn(self, body: dict[str, Any]) -> dict[str, Any]:
        put = body["success"][0]["request_put"]
        assert put["key"] == etcd.encoded(KEY)
        if self.key:
            return {}
        self.key = (base64.b64decode(put["value"]).decode(), put["lease"])
        return {"succeeded": True}

    def range(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"kvs": [{"value": etcd.encoded(self.key[0]), "lease": self.key[1]}]} if self.key else {}


@pytest.fixture
def voters(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> Voters:
    made = Voters()
    monkeypatch.setattr(etcd.Etcd, "_ask", lambda client, path, body: made.ask(client, path, body))
    fleet.configure(
        coordination={"endpoints": ["10.0.0.1:2379", "10.0.0.2:2379"], "key": KEY, "login": "leader"},
        password="secret-password",
    )
    return made


@pytest.fixture
def told(fleet: Fleet, voters: Voters) -> Configuration:
    assert voters.key is None
    return configuration.load(fleet.place)


def test_the_lock_is_there_while_it_is_held_and_gone_after_it(told: Configuration, voters: Voters) -> None:
    with lock.locked(told, HERE, print):
        assert voters.key
        assert json.loads(voters.key[0]) == HERE
    assert voters.key is None
    assert voters.leases == set()


def test_a_failure_gives_it_back(told: Configuration, voters: Voters) -> None:
    with pytest.raises(KeyError), lock.locked(told, HERE, print):
        raise KeyError
    assert voters.key is None


def test_another_node_is_told_who_holds_it(told: Configuration, voters: Voters) -> None:
    voters.key = (json.dumps(THERE), "lease-of-bob")
    with pytest.raises(RefusedError) as refused, lock.locked(told, HERE, print):
        pass
    assert str(refused.value) == (
        "`oro-maintenance drain web1` is under way: bob on maintenance2, process 4711, since 2026-11-23T10:15:00Z"
    )
    assert voters.key[1] == "lease-of-bob"
    assert voters.leases == set()


def test_another_process_of_this_node_is_told_who_holds_it(told: Configuration) -> None:
    second = lock.locked(told, {**HERE, "pid": 4712}, print)
    with lock.locked(told, HERE, print), pytest.raises(RefusedError, match="process 4711"), second:
        pass


def test_what_a_dead_process_of_this_node_left_is_taken_over(told: Configuration, voters: Voters) -> None:
    voters.key = (json.dumps({**HERE, "pid": 1}), "lease-of-the-dead")
    with lock.locked(told, HERE, print):
        assert voters.key
        assert json.loads(voters.key[0])["pid"] == 4711


def test_a_process_that_is_killed_leaves_no_lock_on_its_node(told: Configuration) -> None:
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1])\n"
        "from oro_maintenance.lock import _file\n"
        "from types import SimpleNamespace as Some; from pathlib import Path\n"
        "with _file(Some(lock=Path(sys.argv[2])), {'pid': 1}):\n    os.kill(os.getpid(), 9)"
    )
    library = str(FILES / "maintenance/lib")
    ended = subprocess.run([sys.executable, "-B", "-c", program, library, str(told.lock)], check=False)
    assert ended.returncode == -9
    assert "pid" in told.lock.read_text()
    with lock.locked(told, HERE, print):
        assert json.loads(told.lock.read_text()) == HERE


def test_the_next_member_is_asked_when_one_is_silent(fleet: Fleet, voters: Voters) -> None:
    coordination = {"endpoints": ["10.0.0.9:2379", "10.0.0.2:2379"], "key": KEY, "login": "leader"}
    fleet.configure(coordination=coordination)
    with lock.locked(configuration.load(fleet.place), HERE, print):
        assert voters.key
    assert voters.members[:2] == ["10.0.0.9:2379", "10.0.0.2:2379"]


def test_without_etcd_nothing_is_done_unless_somebody_says_so(told: Configuration, voters: Voters) -> None:
    voters.silent = True
    with pytest.raises(ToolError, match="etcd does not answer"), lock.locked(told, HERE, print):
        pass
    second = lock.locked(told, HERE, print, alone=True)
    with lock.locked(told, HERE, print, alone=True), pytest.raises(RefusedError), second:
        pass


def test_the_lease_is_renewed_and_its_loss_is_told(
    told: Configuration, voters: Voters, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waits:
        """An event that is set at the third look."""

        left = 3

        def wait(self, _seconds: float) -> bool:
            self.left -= 1
            if self.left == 1:
                voters.leases.clear()
            return self.left == 0

    said: list[str] = []
    monkeypatch.setattr(voters, "grant", lambda _: {"ID": "lease"})
    voters.leases.add("lease")
    lock._renew(told, "lease", Waits(), said.append)  # type: ignore[arg-type]
    assert said == ["warning: the lock was lost; another maintenance node may start work now"]


def test_the_token_of_a_member_that_was_restarted_is_asked_for_anew(told: Configuration, voters: Voters) -> None:
    client = etcd.Etcd(told)
    client.grant(60)
    voters.silent = True
    with pytest.raises(UnreachableError, match="connection refused"):
        client.grant(60)
    assert client._token == ""
    voters.silent = False
    client.grant(60)


def test_a_command_that_finds_it_held_says_by_whom(
    fleet: Fleet, voters: Voters, capsys: pytest.CaptureFixture[str]
) -> None:
    all_well(fleet)
    voters.key = (json.dumps(THERE), "lease-of-bob")
    assert main(["drain", "web1"]) == 1
    assert "bob on maintenance2" in capsys.readouterr().err
    assert fleet.changed() == []
    assert main(["drain", "web1", "--unlocked"]) == 0
    assert main(["cluster", "status"]) == 0
