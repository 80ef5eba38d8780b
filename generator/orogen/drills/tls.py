"""TLS between the nodes: nobody answers in clear where the plan encrypts, certificates hold, and end on their day."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from orogen.drills.model import Check, Drill, Result
from orogen.frozen import dataclass
from orogen.services import database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orogen.drills.ground import Ground
    from orogen.plan.model import Node, Plan

# openssl checks the certificate as if it were another day, in this one process; the node's clock stays as it is.
_HANDSHAKE = """
own=$(ls -d /etc/orogen/tls/*/ 2>/dev/null | head -n 1)
timeout 15 openssl s_client -connect "$1:$2" -CAfile /etc/orogen/tls/authority.pem -verify_return_error \\
  -verify_hostname "$3" ${4:+-starttls "$4"} ${5:+-attime "$5"} \\
  ${own:+-cert "${own}certificate.pem" -key "${own}private_key.pem"} </dev/null 2>&1 || true
"""
# PostgreSQL's own way to begin without TLS, and HTTP for all others: each would answer it, if it took it.
_CLEAR = r"""
case $3 in
  postgres) hello='\0\0\0\037\0\003\0\0user\0oro\0database\0oro\0\0' ;;
  *) hello='GET / HTTP/1.0\r\n\r\n' ;;
esac
timeout 4 bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf "$2" >&3 && timeout 3 head --bytes=300 <&3' "$1" "$2" "$hello" |
  tr --complement --delete '\025[:print:]' || true
"""
_ALERT = "\x15"
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
_AT_ONCE = 4
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A way that the plan encrypts: from a node that may take it to a port of another."""

    client: str
    node: str
    address: str
    port: int
    begin: str

    def __str__(self) -> str:
        return f"{self.client} to {self.node}:{self.port}"


def ways(plan: Plan) -> tuple[Way, ...]:
    """Give one way to each encrypted port of each node, from the first other node that may take it."""
    found: dict[tuple[str, int], Way] = {}
    for flow in plan.flows:
        # Of a range, each port is open only while somebody has asked for it.
        if not flow.encrypted or not flow.source or flow.port != flow.last:
            continue
        for node in plan.cluster(flow.target):
            client = next((one for one in plan.cluster(flow.source) if one != node), None)
            if client:
                found.setdefault((node.name, flow.port), _way(client, node, flow.port))
    return tuple(found.values())


def _way(client: Node, node: Node, port: int) -> Way:
    return Way(client.name, node.name, str(node.address), port, "postgres" if port == database.PORT else "")


def run(ground: Ground, drill: Drill) -> Result:
    """Try every way in clear, with TLS today, a day before and a day after the certificate ends."""
    started = monotonic()
    every = ways(ground.plan)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        clear = list(pool.map(lambda way: _in_clear(ground, way), every))
        today = list(pool.map(lambda way: _handshake(ground, way), every))
        ends = [_end_of(said) for said in today]
        before = list(pool.map(lambda way, end: _at(ground, way, end, -1), every, ends))
        after = list(pool.map(lambda way, end: _at(ground, way, end, 1), every, ends))
    checks = (
        _all(every, clear, "ways that answer in clear", lambda said: _refused(said), "none of {}"),
        _all(every, today, "ways whose certificate holds today", _verified, "all {}"),
        _all(every, before, "ways whose certificate holds a day before its end", _verified, "all {}"),
        _all(every, after, "ways that refuse it a day after its end", _expired, "all {}"),
    )
    return Result(
        name=drill.name,
        about=drill.about,
        state="passed" if all(check.fine for check in checks) else "failed",
        seconds=round(monotonic() - started, 1),
        checks=checks,
        notes=_notes(ground.plan, ends),
    )


def _in_clear(ground: Ground, way: Way) -> str:
    return ground.run(way.client, _CLEAR, way.address, str(way.port), way.begin or "-")


def _handshake(ground: Ground, way: Way, moment: str = "") -> str:
    return ground.run(way.client, _HANDSHAKE, way.address, str(way.port), way.node, way.begin, moment)


def _at(ground: Ground, way: Way, end: datetime | None, days: int) -> str:
    return _handshake(ground, way, f"{(end + timedelta(days=days)).timestamp():.0f}") if end else "no certificate"


def _end_of(said: str) -> datetime | None:
    from cryptography.x509 import load_pem_x509_certificate

    found = _CERTIFICATE.search(said)
    return load_pem_x509_certificate(found[0].encode()).not_valid_after_utc if found else None


def _refused(said: str) -> bool:
    """Silence, a TLS alert, or words that say why: PostgreSQL's `no encryption`, a web server's 400."""
    said = said.strip(" \0")
    return not said or said.startswith(_ALERT) or "no encryption" in said or bool(re.match(r"HTTP/1\.\d 400", said))


def _verified(said: str) -> bool:
    # A handshake of TLS 1.2 that is broken off over the certificate ends with that line as well.
    return "Verify return code: 0 (ok)" in said and "verify error" not in said


def _expired(said: str) -> bool:
    return "verify error:num=10:certificate has expired" in said


def _all(every: Iterable[Way], said: list[str], what: str, fine: Callable[[str], bool], wanted: str) -> Check:
    wrong = [f"{way}: {_last(words)}" for way, words in zip(every, said, strict=True) if not fine(words)]
    measured = "; ".join(wrong[:_SHOWN]) or wanted.format(len(said))
    return Check(what, measured, wanted.format(len(said)), not wrong)


def _last(words: str) -> str:
    lines = [line for line in words.splitlines() if "erif" in line or "rror" in line] or words.splitlines()
    return lines[-1].strip()[:120] if lines else "no answer"


def _notes(plan: Plan, ends: list[datetime | None]) -> tuple[str, ...]:
    first = min((end for end in ends if end), default=None)
    clear = sorted({f"{flow.target} {flow.port}" for flow in plan.flows if flow.source and not flow.encrypted})
    left = [f"the first certificate ends in {(first - datetime.now(UTC)).days} days"] if first else []
    return (*left, f"in clear by the plan: {', '.join(clear)}")


DRILLS = (
    Drill(
        name="tls-between-nodes",
        service="certificates",
        about="nobody answers in clear where the plan encrypts; certificates hold until their day, and not beyond it",
        run=run,
    ),
)
