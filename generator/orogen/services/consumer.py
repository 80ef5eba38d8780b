"""consumer: processes that take messages from the queues and do the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import MIB, Alert, Backup, Data, Memory, OwnedFile, Owner, Quorum, Reason, Service, Without
from orogen.services.queue import QUEUES

if TYPE_CHECKING:
    from orogen.contract import Budget
    from orogen.spec.environment import Environment

# Without RabbitMQ the messages are in the database, in one queue, on one node (DBAL transport).
DBAL_QUEUES = ("oro.default",)
# MiB after which a consumer ends: Oro's documentation uses 700, with a PHP limit of two to three times that. Below the
# smallest it would end after every message.
LARGEST_LIMIT = 700
SMALLEST_LIMIT = 256


def queues_of(environment: Environment) -> tuple[str, ...]:
    """Give the queues that must have consumers: cron's commands wait in oro.system, the rest in oro.default."""
    brokered = any("queue" in node_type.services for node_type in environment.nodes)
    return QUEUES if brokered else DBAL_QUEUES


def _sizing(environment: Environment, budget: Budget) -> Data:
    """Give as many processes as the spec wants, and less memory for each; then fewer, but one for each queue always."""
    queues = queues_of(environment)
    available = budget.memory // MIB
    processes = min(environment.consumer.processes, max(1, available // (len(queues) * SMALLEST_LIMIT)))
    limit = available // (len(queues) * processes)
    return {
        "profile::consumer::queues": [*queues],
        "profile::consumer::processes": processes,
        "profile::consumer::memory_limit": max(SMALLEST_LIMIT, min(LARGEST_LIMIT, limit)),
        "profile::consumer::memory_maximum": max(available, len(queues) * SMALLEST_LIMIT),
    }


_REASONS = {
    "profile::consumer::queues": Reason(
        "OroCloud's four queues in RabbitMQ; without it, the one in the database.", ("nodes.<queue>.services",)
    ),
    "profile::consumer::processes": Reason(
        "For each queue as many as the spec wants, fewer where 256 MiB for each are more than the {memory} that "
        "consumers may use, one at the least.",
        ("consumer.processes", "nodes.<type>.memory"),
    ),
    "profile::consumer::memory_limit": Reason(
        "In MiB, the {memory} that consumers may use divided among all processes, between 256 and 700: beyond it one "
        "ends and begins anew.",
        ("nodes.<type>.memory", "consumer.processes"),
    ),
    "profile::consumer::memory_maximum": Reason(
        "In MiB, the {memory} that consumers may use, 256 MiB a queue at the least; systemd holds them to it.",
        ("nodes.<type>.memory",),
    ),
}


SERVICE = Service(
    name="consumer",
    title="message consumers",
    profile="profile::consumer",
    why="does the work that the queues hold, on every job node at the same time",
    tier="application",
    requires=("application",),
    quorum=Quorum(model="any", why="each process takes the next message; those that are left take more"),
    without=Without("later", "messages wait: no mail, no imports, no index of what changed"),
    memory=Memory(fixed=512 * MIB, weight=3),
    sizing=_sizing,
    reasons=_REASONS,
    files=(
        OwnedFile(
            path="/etc/systemd/system/oro-consumers.target",
            owner=Owner.MANAGED,
            why="how many processes; a change stops all after their message and starts the new number",
        ),
        OwnedFile(
            path="/etc/systemd/system/oro-consumer-*@.service",
            owner=Owner.MANAGED,
            why="a change counts for each process from its next start on, within its time limit",
        ),
    ),
    alerts=(
        Alert(
            name="ConsumersNowhere",
            expression="sum by (queue) (label_replace(node_systemd_unit_state{"
            'name=~"oro-consumer-.+@.+", state="active"}, "queue", "$1", "name", "oro-consumer-(.+)@.+")) == 0',
            lasting="5m",
            severity="critical",
            summary="Nobody takes messages from {{ $labels.queue }}",
            action="`systemctl status oro-consumers.target` on the job nodes; is maintenance still on?",
        ),
        Alert(
            name="ConsumersMissing",
            expression='avg by (instance) (node_systemd_unit_state{name=~"oro-consumer-.+@.+", state="active"}) < 0.5',
            lasting="15m",
            severity="warning",
            summary="Less than half of a node's consumers run",
            action="`journalctl -u 'oro-consumer-*' --since -15min` shows what ends them.",
        ),
    ),
    backup=Backup(content="nothing: messages are the queue's", restore="a Puppet run"),
    units=lambda _: ("oro-consumers.target",),
    stopped_in_maintenance=("oro-consumers.target",),
    drain=("systemctl stop oro-consumers.target",),
    undrain=("systemctl start oro-consumers.target",),
    checks="test_consumer.py",
    drills=("consumer-node-lost",),
)
