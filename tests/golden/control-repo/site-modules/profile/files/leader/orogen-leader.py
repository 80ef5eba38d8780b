#!/usr/bin/python3
"""Run a command on one node of the environment, and on another within seconds once that node is lost.

usage: orogen-leader CONFIGURATION NAME COMMAND [ARGUMENT...]

The node whose lease holds etcd's key NAME runs the command; the others stand by. No two may run it at the same time, so
a lease follows this clock, which starts when the last renewal that succeeded was sent:

    0.15 ttl   the lease is renewed
    0.6  ttl   it could not be renewed: the command is told to end
    0.8  ttl   the command is killed
    0.9  ttl   systemd has killed a keeper that gave no sign for 0.3 ttl (WatchdogSec), and the command with it
    1.0  ttl   etcd forgets the lease, and another node may start the command

Without members of etcd in the configuration there is one node only, and it always leads.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import http.client
import json
import math
import os
import pwd
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

STOPS = (signal.SIGTERM, signal.SIGINT)
SIGNALS = (*STOPS, signal.SIGCHLD)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Configuration:
    """Who stands for election, how long a lease lasts (seconds), and how etcd is reached; `user` runs the command."""

    node: str
    user: str
    ttl: int
    prefix: str
    metrics: str
    endpoints: list[str]
    login: str
    password: str
    authority: str
    certificate: str
    private_key: str


@dataclass
class Lease:
    """A lease that holds the key; `renewed` is when its last successful renewal was sent."""

    number: str
    renewed: float


class UnreachableError(Exception):
    """No member of etcd gave a useful answer."""


class LostError(Exception):
    """etcd says that the lease, or the key, is no longer ours."""


class Etcd:
    """etcd's JSON gateway, at whichever member answers."""

    def __init__(self, configuration: Configuration) -> None:
        self.node = configuration.node
        self.ttl = configuration.ttl
        self.login = {"name": configuration.login, "password": configuration.password}
        self.members = list(configuration.endpoints)
        self.token = ""
        self.tls = ssl.create_default_context(cafile=configuration.authority)
        self.tls.load_cert_chain(configuration.certificate, configuration.private_key)

    def elect(self, key: str) -> Lease | None:
        """Take the key with a new lease; None when another holds it. Raises UnreachableError."""
        until = now() + 0.2 * self.ttl
        if self._holder(key, until):
            return None
        lease = Lease("", now())
        lease.number = str(self._call("/v3/lease/grant", {"TTL": str(self.ttl)}, until)["ID"])
        free = {"target": "CREATE", "result": "EQUAL", "key": key, "create_revision": "0"}
        put = {"request_put": {"key": key, "value": encoded(self.node), "lease": lease.number}}
        if self._call("/v3/kv/txn", {"compare": [free], "success": [put]}, until).get("succeeded"):
            return lease
        self.give_up(lease)
        return None

    def renew(self, key: str, lease: Lease) -> None:
        """Renew the lease and see that it still holds the key. Raises UnreachableError, LostError.

        A leader of etcd that was cut off still renews leases for a moment; the read needs a majority, so it does not.
        """
        sent = now()
        until = sent + 0.2 * self.ttl
        result = self._call("/v3/lease/keepalive", {"ID": lease.number}, until).get("result", {})
        if int(result.get("TTL", 0)) <= 0 or self._holder(key, until) != lease.number:
            raise LostError
        lease.renewed = sent

    def give_up(self, lease: Lease) -> None:
        """End the lease now, and the key with it, if etcd can be reached."""
        try:
            self._call("/v3/lease/revoke", {"ID": lease.number}, now() + 0.1 * self.ttl)
        except UnreachableError as error:
            say(f"the lease runs out by itself: {error}")

    def _holder(self, key: str, until: float) -> str:
        found = self._call("/v3/kv/range", {"key": key}, until).get("kvs", [])
        return str(found[0]["lease"]) if found else ""

    def _call(self, path: str, body: dict[str, object], until: float) -> dict:
        problem = "no time left"
        for _ in self.members:
            if now() >= until:
                break
            try:
                self.token = self.token or str(self._ask("/v3/auth/authenticate", self.login, until)["token"])
                return self._ask(path, body, until)
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                problem = f"{self.members[0]}: {error!r}"
                # A member that was restarted knows no tokens; one that is silent is asked last from now on.
                self.token = ""
                self.members.append(self.members.pop(0))
        raise UnreachableError(problem)

    def _ask(self, path: str, body: dict[str, object], until: float) -> dict:
        timeout = max(0.05, min(until - now(), 0.1 * self.ttl))
        host, _, port = self.members[0].rpartition(":")
        connection = http.client.HTTPSConnection(host, int(port), timeout=timeout, context=self.tls)
        try:
            connection.request("POST", path, json.dumps(body), {"Authorization": self.token} if self.token else {})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status} {text[:200]!r}")
        return json.loads(text)


def now() -> float:
    """Give the seconds on the clock that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def encoded(text: str) -> str:
    """Give text as etcd's gateway takes it."""
    return base64.b64encode(text.encode()).decode()


def say(text: str) -> None:
    """Write a line for the journal."""
    print(text, flush=True)


def notify(state: str) -> None:
    """Tell systemd."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.sendto(state.encode(), address.replace("@", "\0", 1))


def report(configuration: Configuration, name: str, leading: bool) -> None:
    """Tell systemd and the node's metrics whether this node leads."""
    notify("STATUS=" + ("leading" if leading else "standing by"))
    metrics = Path(configuration.metrics) / f"orogen_leader_{name}.prom"
    draft = metrics.with_suffix(".new")
    # A full disk, or a node without the exporter, is no reason to do without the command.
    with contextlib.suppress(OSError):
        draft.write_text(f'orogen_leader{{name="{name}"}} {int(leading)}\n')
        draft.rename(metrics)


def start(user: str, command: list[str]) -> subprocess.Popen[bytes]:
    """Start the command as its user, in a process group of its own, to die with this process. Raises OSError."""

    def last_steps() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))

    account = pwd.getpwnam(user)
    environment = {"PATH": "/usr/bin:/bin", "HOME": account.pw_dir, "USER": user, "LANG": "C.UTF-8"}
    return subprocess.Popen(
        command,
        env=environment,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        start_new_session=True,
        preexec_fn=last_steps,
    )


def end(child: subprocess.Popen[bytes], patience: float) -> None:
    """Ask the command's processes to end, and kill those that are left after so many seconds."""
    until = now() + patience
    send(child, signal.SIGTERM)
    while child.poll() is None and now() < until:
        signal.sigtimedwait([signal.SIGCHLD], until - now())
    send(child, signal.SIGKILL)
    child.wait()


def send(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal every process of the command that is left."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def run(configuration: Configuration, etcd: Etcd | None, key: str, lease: Lease, command: list[str]) -> bool:
    """Run the command for as long as the lease holds. True when this process is to stop altogether."""
    ttl = configuration.ttl
    try:
        child = start(configuration.user, command)
    except OSError as error:
        say(f"cannot start {command[0]}: {error}")
        return False
    stop = watch(etcd, key, lease, child, ttl)
    # Whatever the reason, the command is gone before another node can start it.
    end(child, max(0.0, min(0.2 * ttl, lease.renewed + 0.8 * ttl - now())))
    return stop


def watch(etcd: Etcd | None, key: str, lease: Lease, child: subprocess.Popen[bytes], ttl: int) -> bool:
    """Renew the lease until the command ends, the lease is lost (both False) or this process is to stop (True)."""
    while child.poll() is None:
        received = signal.sigtimedwait(SIGNALS, 0.15 * ttl)
        if received and received.si_signo in STOPS:
            return True
        # Asked before and after the renewal: the machine may have been frozen, and etcd may take its time.
        if now() - lease.renewed < 0.6 * ttl:
            notify("WATCHDOG=1")
            if not etcd or renewed(etcd, key, lease):
                continue
        if now() - lease.renewed >= 0.6 * ttl:
            say("the lease is lost")
            return False
    say(f"the command ended with {child.returncode}")
    return False


def renewed(etcd: Etcd, key: str, lease: Lease) -> bool:
    """Renew once. A lease that is lost has been renewed long ago; one that etcd does not answer for may still hold."""
    try:
        etcd.renew(key, lease)
    except LostError:
        lease.renewed = -math.inf
        return False
    except UnreachableError as error:
        say(f"not renewed: {error}")
        return False
    return True


def main(arguments: list[str]) -> int:
    """Stand by and lead in turns, until told to stop."""
    path, name, *command = arguments
    configuration = Configuration(**json.loads(Path(path).read_text()))
    etcd = Etcd(configuration) if configuration.endpoints else None
    key = encoded(configuration.prefix + name)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    notify("READY=1")
    report(configuration, name, leading=False)
    problem = ""
    while True:
        notify("WATCHDOG=1")
        lease, before = None, problem
        try:
            lease, problem = etcd.elect(key) if etcd else Lease("", math.inf), ""
        except UnreachableError as error:
            problem = f"no vote: {error}"
        if problem and not before:
            say(problem)
        if lease and lead(configuration, etcd, name, lease, command):
            return 0
        # Who has just led waits longer: another node is to try, should the command not work here.
        if signal.sigtimedwait(STOPS, (0.25 if lease else 0.1) * configuration.ttl):
            return 0


def lead(configuration: Configuration, etcd: Etcd | None, name: str, lease: Lease, command: list[str]) -> bool:
    """Run the command and give the lease up after it. True when this process is to stop altogether."""
    say("leading")
    report(configuration, name, leading=True)
    stop = run(configuration, etcd, encoded(configuration.prefix + name), lease, command)
    report(configuration, name, leading=False)
    if etcd:
        notify("WATCHDOG=1")
        etcd.give_up(lease)
    say("standing by")
    return stop


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
