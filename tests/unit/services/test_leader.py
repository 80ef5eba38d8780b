"""The keeper that decides which node is active: it ends its command before another node can have the lease."""

from __future__ import annotations

import importlib.util
import math
import select
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from orogen.data import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

SCRIPT = TEMPLATES / "site-modules/profile/files/leader/orogen-leader.py"
TTL = 20
KEY = "key"


@pytest.fixture(scope="module")
def leader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("orogen_leader", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def sleep(self, _signals: object, seconds: float) -> None:
        self.time += seconds


class Voters:
    """A stand-in for etcd: answers after `delay` seconds, or not at all while `silent`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.holder = ""
        self.alive: set[str] = set()
        self.silent = False
        self.delay = 0.0
        self.asked: list[tuple[str, str]] = []

    def ask(self, etcd: Any, path: str, body: dict[str, Any], until: float) -> dict[str, Any]:
        self.asked.append((etcd.members[0], path))
        if self.silent:
            self.clock.time += max(0.05, min(until - self.clock.time, 0.1 * etcd.ttl))
            raise TimeoutError
        self.clock.time += self.delay
        answers: dict[str, Callable[[], dict[str, Any]]] = {
            "/v3/auth/authenticate": lambda: {"token": "token"},
            "/v3/kv/range": lambda: {"kvs": [{"lease": self.holder}]} if self.holder else {},
            "/v3/lease/grant": self.grant,
            "/v3/kv/txn": lambda: self.put(body["success"][0]["request_put"]["lease"]),
            "/v3/lease/keepalive": lambda: {"result": {"TTL": str(TTL)} if body["ID"] in self.alive else {}},
            "/v3/lease/revoke": lambda: self.revoke(body["ID"]),
        }
        return answers[path]()

    def grant(self) -> dict[str, Any]:
        number = str(len(self.asked))
        self.alive.add(number)
        return {"ID": number}

    def put(self, lease: str) -> dict[str, Any]:
        if self.holder:
            return {}
        self.holder = lease
        return {"succeeded": True}

    def revoke(self, lease: str) -> dict[str, Any]:
        self.alive.discard(lease)
        self.holder = "" if self.holder == lease else self.holder
        return {}


class Child:
    """A command that runs for as long as the test lets it."""

    returncode = 0

    def __init__(self) -> None:
        self.ended = False

    def poll(self) -> int | None:
        return self.returncode if self.ended else None


@pytest.fixture
def clock(leader: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(leader, "now", clock.now)
    monkeypatch.setattr(leader.signal, "sigtimedwait", clock.sleep)
    return clock


@pytest.fixture
def signs(leader: ModuleType, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give the moments at which systemd was told that all is well."""
    seen: list[float] = []
    monkeypatch.setattr(leader, "notify", lambda state: seen.append(clock.time) if state == "WATCHDOG=1" else None)
    return seen


@pytest.fixture
def voters(leader: ModuleType, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Voters:
    voters = Voters(clock)
    monkeypatch.setattr(leader.Etcd, "_ask", lambda etcd, path, body, until: voters.ask(etcd, path, body, until))
    return voters


@pytest.fixture
def etcd(leader: ModuleType) -> Any:
    made = leader.Etcd.__new__(leader.Etcd)
    made.node, made.ttl, made.login, made.token = "job1", TTL, {}, ""
    made.members = ["a:2379", "b:2379", "c:2379"]
    return made


def test_the_first_takes_the_key_and_the_next_does_not(etcd: Any, voters: Voters, clock: Clock) -> None:
    voters.delay = 0.5
    before = clock.time
    lease = etcd.elect(KEY)
    assert voters.holder == lease.number
    # Counted from before it was granted: etcd may have started its own count at any moment since.
    assert before <= lease.renewed <= clock.time - 1.0
    assert etcd.elect(KEY) is None


def test_a_lease_that_came_too_late_is_given_back(etcd: Any, voters: Voters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voters, "put", lambda _lease: {})
    assert etcd.elect(KEY) is None
    assert voters.alive == set()


def test_a_renewal_counts_from_when_it_was_sent(etcd: Any, voters: Voters, clock: Clock) -> None:
    lease = etcd.elect(KEY)
    clock.time += 3
    voters.delay = 1.0
    sent = clock.time
    etcd.renew(KEY, lease)
    assert lease.renewed == sent


@pytest.mark.parametrize("lost", ["lease", "key"])
def test_a_lease_or_a_key_that_is_gone_is_lost(leader: ModuleType, etcd: Any, voters: Voters, lost: str) -> None:
    lease = etcd.elect(KEY)
    if lost == "lease":
        voters.alive.clear()
    else:
        voters.holder = "another"
    with pytest.raises(leader.LostError):
        etcd.renew(KEY, lease)


def test_a_member_that_is_silent_is_asked_last_from_then_on(etcd: Any, voters: Voters, clock: Clock) -> None:
    lease = etcd.elect(KEY)
    answer = voters.ask

    def but_a(etcd: Any, path: str, body: dict[str, Any], until: float) -> dict[str, Any]:
        if etcd.members[0].startswith("a"):
            clock.time += 1
            raise ConnectionRefusedError
        return answer(etcd, path, body, until)

    voters.ask = but_a  # type: ignore[method-assign]
    etcd.renew(KEY, lease)
    assert etcd.members == ["b:2379", "c:2379", "a:2379"]
    # It knows no token of the other member's.
    assert ("b:2379", "/v3/auth/authenticate") in voters.asked


def test_while_the_lease_holds_systemd_sees_signs_of_life(
    leader: ModuleType, etcd: Any, voters: Voters, signs: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Child()
    lease = etcd.elect(KEY)
    rounds = iter(range(50))
    monkeypatch.setattr(child, "poll", lambda: None if next(rounds, None) is not None else 0)
    assert leader.watch(etcd, KEY, lease, child, TTL) is False
    assert lease.number in voters.alive
    assert max(after - before for before, after in pairwise(signs)) <= 0.3 * TTL


@pytest.mark.parametrize("delay", [0.0, 1.9, 2.5, 3.1, 8.9])
def test_when_etcd_falls_silent_the_command_is_gone_before_the_lease(
    leader: ModuleType, etcd: Any, voters: Voters, clock: Clock, signs: list[float], delay: float
) -> None:
    etcd.members += ["d:2379", "e:2379"]
    lease = etcd.elect(KEY)
    clock.time += delay
    voters.silent = True
    leader.watch(etcd, KEY, lease, Child(), TTL)
    assert clock.time <= lease.renewed + 0.8 * TTL
    # A keeper that freezes after its last sign is killed by systemd 0.3 ttl later.
    assert max(signs) + 0.3 * TTL <= lease.renewed + 0.9 * TTL


def test_a_machine_that_thaws_after_its_lease_asks_nobody_first(
    leader: ModuleType, etcd: Any, voters: Voters, clock: Clock, signs: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = etcd.elect(KEY)
    monkeypatch.setattr(leader.signal, "sigtimedwait", lambda *_: setattr(clock, "time", clock.time + 60))
    asked = len(voters.asked)
    assert leader.watch(etcd, KEY, lease, Child(), TTL) is False
    assert (len(voters.asked), signs) == (asked, [])


def test_the_command_ends_before_the_lease_is_given_up(
    leader: ModuleType, etcd: Any, voters: Voters, signs: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    child = Child()
    lease = etcd.elect(KEY)
    voters.alive.clear()
    revoke = voters.revoke
    monkeypatch.setattr(leader, "start", lambda *_: child)
    monkeypatch.setattr(leader, "report", lambda *_, **__: None)
    monkeypatch.setattr(leader, "end", lambda _child, patience: order.append(f"ended within {patience}"))
    monkeypatch.setattr(voters, "revoke", lambda number: order.append("given up") or revoke(number))
    configuration = leader.Configuration("job1", "oro", TTL, "/", "/", ["a:2379"], *["x"] * 5)
    assert leader.lead(configuration, etcd, "cron", lease, ["cron"]) is False
    assert order == ["ended within 0.0", "given up"]
    assert signs


def test_without_voters_a_single_node_always_leads(leader: ModuleType, clock: Clock, signs: list[float]) -> None:
    child = Child()
    rounds = iter(range(1000))
    child.poll = lambda: None if next(rounds, None) is not None else 0  # type: ignore[method-assign]
    assert leader.watch(None, KEY, leader.Lease("", math.inf), child, TTL) is False
    assert clock.time > 1000 + 100 * TTL
    assert signs


def test_a_command_that_will_not_end_is_killed_with_its_children(leader: ModuleType) -> None:
    deaf = "trap '' TERM; echo started; sleep 10"
    command = ["/bin/sh", "-c", f'sh -c "{deaf}" & trap "" TERM; wait']
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as child:
        assert child.stdout
        assert child.stdout.readline() == b"started\n"
        leader.end(child, 0.0)
        # Its children held the other end, so it ends with them.
        assert select.select([child.stdout], [], [], 5)[0]
        assert child.stdout.read() == b""
    assert child.returncode == -9


def test_its_configuration_is_what_the_profile_writes(leader: ModuleType) -> None:
    template = (TEMPLATES / "site-modules/profile/manifests/leader.pp").read_text()
    written = {line.split("'")[1] for line in template.splitlines() if line.startswith("          '")}
    assert written | {"password"} == set(leader.Configuration.__dataclass_fields__)
