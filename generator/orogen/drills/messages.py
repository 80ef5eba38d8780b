"""Drills of what works behind the pages: consumers and mail. What was taken on is done in the end, whoever does it."""

from __future__ import annotations

from collections import Counter
from time import monotonic, sleep
from typing import TYPE_CHECKING

from orogen.boxes.differences import OUTSIDE_MAIL_PORT
from orogen.drills import faults, workload
from orogen.drills.loss import Losing
from orogen.drills.model import Check
from orogen.drills.parts import drill, lost, nothing, one
from orogen.drills.workload import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orogen.drills.ground import Ground
    from orogen.drills.ledger import Ledger
    from orogen.drills.loss import Course
    from orogen.drills.workload import Worker
    from orogen.plan.model import Plan

_DONE_SECONDS = 240
_PAUSE_SECONDS = 2
# Postfix's smtp_connect_timeout of 10 s (profile::mail), and as much again: a message may wait for another's turn.
_RELAY_SECONDS = 20.0
# The box outside keeps each message with the moment it came, as its file's time.
_KEPT = """grep --recursive --no-messages --with-filename '^X-Orogen-Drill: ' /var/mail/kept |
  while IFS=: read -r file _ words; do echo "$(stat --format %.Y "$file") $words"; done"""


def _sender(ground: Ground, run: str, victims: tuple[str, ...]) -> tuple[Task, ...]:
    return (Task(ground.nodes("application", without=victims)[0], run, mode="fresh"),)


def done(ask: Callable[[Ground, Losing, Task], Counter[int]]) -> Callable[..., Counter[int]]:
    """Give a function that waits until all that was taken on is done, and counts it."""

    def found(ground: Ground, losing: Losing, task: Task, workers: tuple[Worker, ...]) -> Counter[int]:
        worker = next(worker for worker in workers if worker.task == task)
        wanted = {entry.number for entry in worker.entries if entry.kind == "write" and entry.outcome == "ok"}
        deadline = monotonic() + _DONE_SECONDS
        while not wanted <= (numbers := ask(ground, losing, task)).keys() and monotonic() < deadline:
            sleep(_PAUSE_SECONDS)
        return numbers

    return found


def arrived(ground: Ground, run: str) -> list[tuple[float, int]]:
    """Give the moment and the number of each message of a run that came to the world outside."""
    words = [
        line.split() for line in ground.podman.run("exec", ground.layout.outside_box, "sh", "-c", _KEPT).splitlines()
    ]
    return [(float(moment), int(number)) for moment, name, number in words if name == run]


def _mail(ground: Ground, _losing: Losing, task: Task) -> Counter[int]:
    return Counter(number for _, number in arrived(ground, task.run))


def _rows(ground: Ground, losing: Losing, task: Task) -> Counter[int]:
    return workload.read_back(ground, losing.workload, task)


def _by_the_next_relay(ground: Ground, course: Course, ledgers: tuple[Ledger, ...]) -> Iterator[Check]:
    """Of what Postfix took while the first relay was silent, all came to the world outside before it was back."""
    for ledger in ledgers:
        meanwhile = [e for e in ledger.acknowledged if course.fault < e.ended < course.mended - _RELAY_SECONDS]
        came = {number: moment for moment, number in reversed(arrived(ground, ledger.run))}
        waits = [came[entry.number] - entry.ended for entry in meanwhile if entry.number in came]
        late = [entry for entry in meanwhile if came.get(entry.number, course.mended) >= course.mended]
        yield Check("mail on its way in the meantime", str(len(meanwhile)), "some", bool(meanwhile))
        yield Check("of it not there until the relay was back", str(len(late)), "0", not late)
        longest = max(waits, default=0.0)
        yield Check(
            "longest way, in seconds", f"{longest:.1f}", f"at most {_RELAY_SECONDS:g}", longest <= _RELAY_SECONDS
        )


def _relays_of(plan: Plan) -> bool:
    return len(plan.environment.mail.relays) > 1


def _all_mail_nodes(ground: Ground) -> tuple[str, ...]:
    return ground.nodes("mail")


DRILLS = (
    drill(
        "mail-node-lost",
        "mail",
        "the machine of a mail node loses its power, and what is in its queue waits for it",
        Losing(
            workload="mail",
            fault=faults.KILLED,
            victims=one(lambda ground: ground.nodes("mail")[-1]),
            expectation=lost("mail"),
            tasks=_sender,
            hold=30.0,
            found=done(_mail),
            # A node that dies after the relay took a message, and before it wrote that down, sends it again (RFC 1047).
            twice=False,
        ),
    ),
    drill(
        "mail-relay-lost",
        "mail",
        "the relay of the first priority is silent: mail goes out by the next",
        Losing(
            workload="mail",
            fault=faults.rules("their first relay is silent", f"tcp dport {OUTSIDE_MAIL_PORT} drop"),
            victims=_all_mail_nodes,
            expectation=nothing,
            tasks=_sender,
            hold=60.0,
            found=done(_mail),
            judged=_by_the_next_relay,
        ),
        fits=_relays_of,
    ),
    drill(
        "consumer-node-lost",
        "consumer",
        "the machine of a node with consumers loses its power: the others do its work",
        Losing(
            workload="consumer",
            fault=faults.KILLED,
            victims=one(lambda ground: ground.nodes("consumer")[-1]),
            expectation=nothing,
            tasks=_sender,
            hold=30.0,
            found=done(_rows),
            # A message whose consumer dies before it says that it is done is given to another.
            twice=False,
        ),
    ),
)
