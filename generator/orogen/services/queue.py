"""queue: RabbitMQ, which carries the messages from the web nodes to the consumers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import (
    GIB,
    MIB,
    Alert,
    Backup,
    Data,
    Endpoint,
    Exporter,
    Memory,
    Operation,
    OwnedFile,
    Owner,
    Port,
    Quorum,
    Secret,
    Service,
    Step,
    Without,
)
from orogen.services.queue_reasons import REASONS
from orogen.survival.timers import MEMBER_GONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Budget, Value
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

AMQP_PORT = 5671
PROXY_PORT = 15673
MANAGEMENT_PORT = 15671
# The range that RabbitMQ's tools take by themselves (its guide "Networking").
TOOLS_PORTS = (35672, 35682)
METRICS_PORT = 15692
VIRTUAL_HOST = "oro"

# OroCloud's default queues (its documentation, "MessageQueue Configuration"), and the one for what cannot be processed.
QUEUES = ("oro.default", "oro.index", "oro.integration", "oro.system")
UNPROCESSED = "oro.unprocessed"

# The Erlang that each series of RabbitMQ runs on ("Supported Erlang/OTP versions"), among the vendor's packages.
ERLANG = {"3.11": "25", "3.12": "26", "3.13": "26", "4.0": "27", "4.1": "27", "4.2": "27"}

# The newest release of the plugin for each series: version, path below github.com, SHA-256. Nobody signs these files:
# each digest was found in public repositories that pin it, or computed from the copy that one of them keeps.
_RELEASES = "/rabbitmq/rabbitmq-delayed-message-exchange/releases/download"
DELAYED_MESSAGE_PLUGINS = {
    "3.11": (
        "3.11.1",
        f"{_RELEASES}/3.11.1/rabbitmq_delayed_message_exchange-3.11.1.ez",
        "84d75c95b2cb0905e883fc4a8ce262533ff686e9ad13e8e1969aa4dab1c068d0",
    ),
    "3.12": (
        "3.12.0",
        f"{_RELEASES}/v3.12.0/rabbitmq_delayed_message_exchange-3.12.0.ez",
        "47e5d1a959c71ed0b70b5b32fa57ca9dff6e75541528a1038b92d3af2bdf46b9",
    ),
    "3.13": (
        "3.13.0",
        f"{_RELEASES}/v3.13.0/rabbitmq_delayed_message_exchange-3.13.0.ez",
        "3479180df03fa830fd59ccf638a60eee8f0e8261524a8616685522d7b8d9a9ee",
    ),
    "4.0": (
        "4.0.7",
        f"{_RELEASES}/v4.0.7/rabbitmq_delayed_message_exchange-v4.0.7.ez",
        "9f746962d8f4e9ec2ce52fc86856859c30ed11abc67dd93cd80ebb3ef925d3fd",
    ),
    "4.2": (
        "4.2.0",
        f"{_RELEASES}/v4.2.0/rabbitmq_delayed_message_exchange-4.2.0.ez",
        "f168b2c09810cde3726961d31f38e3408e6a7fbff3929908d6f962061d8e70a1",
    ),
}


def _release(environment: Environment) -> tuple[int, int]:
    major, minor = environment.versions.rabbitmq.split(".")
    return int(major), int(minor)


def has_quorum_queues(environment: Environment) -> bool:
    """Say whether the application's queues are quorum queues, made before the application first declares them.

    RabbitMQ 4.0 has no mirrored classic queues any more, and refuses a quorum queue that is declared with OroCommerce's
    `x-max-priority`, unless it is there already. Priorities 0 to 4 mean nothing in it.
    """
    return environment.queue.durability == "replicated" and _release(environment) >= (4, 0)


def _partition_handling(environment: Environment, members: int) -> str | None:
    # With two members each would be the minority: any loss would pause both.
    if members < 2 or _release(environment) >= (4, 3):
        return None
    return "pause_minority" if members >= 3 else "autoheal"


def _policies(environment: Environment, members: int) -> dict[str, Value]:
    if has_quorum_queues(environment):
        return {
            # The 20th failed delivery would drop the message (RabbitMQ 4.0, "Poison message handling").
            "unprocessed": {
                "pattern": "^oro\\.(default|index|integration|system)$",
                "apply_to": "quorum_queues",
                "definition": {
                    "delivery-limit": 20,
                    "dead-letter-exchange": "",
                    "dead-letter-routing-key": UNPROCESSED,
                    "dead-letter-strategy": "at-least-once",
                    "overflow": "reject-publish",
                },
            }
        }
    if environment.queue.durability == "replicated" and members >= 2 and _release(environment) < (4, 0):
        mirrors: dict[str, Value] = (
            {"ha-mode": "all"} if members == 2 else {"ha-mode": "exactly", "ha-params": members // 2 + 1}
        )
        return {
            "replicated": {
                "pattern": "^oro\\.",
                "apply_to": "queues",
                "definition": {**mirrors, "ha-sync-mode": "automatic"},
            }
        }
    return {}


def _plugin(environment: Environment) -> Value:
    known = DELAYED_MESSAGE_PLUGINS.get(environment.versions.rabbitmq)
    if not known:
        return None
    version, path, digest = known
    return {"version": version, "url": f"{environment.packages.mirror or 'https://github.com'}{path}", "sha256": digest}


def _data(plan: Plan) -> Data:
    environment = plan.environment
    members = len(plan.cluster("queue"))
    quorum = has_quorum_queues(environment)
    default_type = "quorum" if quorum else "classic"
    return {
        "profile::queue::members": plan.members("queue"),
        "profile::queue::partition_handling": _partition_handling(environment, members),
        "profile::queue::queue_type": default_type if _release(environment) >= (4, 0) else None,
        "profile::queue::queues": [*QUEUES, UNPROCESSED] if quorum else [],
        "profile::queue::policies": _policies(environment, members),
        "profile::queue::delayed_message_plugin": _plugin(environment),
    }


def _node_data(_plan: Plan, node: Node) -> Data:
    return {"profile::queue::node": node.name, "profile::queue::address": str(node.address)}


def _sizing(_environment: Environment, budget: Budget) -> Data:
    # Erlang collects garbage by copying, so the rest of the budget is spoken for. What leaves memory goes to disk: as
    # much must stay free there.
    watermark = max(128 * MIB, budget.memory * 6 // 10)
    return {
        "profile::queue::memory_watermark": watermark // MIB,
        "profile::queue::disk_free_limit": max(GIB, min(watermark, budget.disk // 10)) // MIB,
    }


def _variables(_plan: Plan) -> Mapping[str, str]:
    return {"ORO_MQ_DSN": f"amqp://oro:{{queue_password}}@127.0.0.1:{PROXY_PORT}/{VIRTUAL_HOST}"}


def _pins(environment: Environment) -> Mapping[str, str]:
    series = environment.versions.rabbitmq
    if environment.packages.source == "distribution":
        return {"rabbitmq-server": f"{series}.*"}
    return {"rabbitmq-server": f"{series}.*", "erlang*": f"1:{ERLANG[series]}.*"}


def _lost_with_a_node(environment: Environment) -> str:
    kept = environment.queue.durability == "replicated"
    return "" if kept else "queues that live on the lost node wait until it is back, with their messages"


def _takeover(_environment: Environment) -> tuple[Step, ...]:
    return (
        MEMBER_GONE,
        Step("the members that are left elect new leaders of the queues", 2, 10),
    )


SERVICE = Service(
    name="queue",
    title="RabbitMQ",
    profile="profile::queue",
    why="what need not happen within a request waits here for a consumer",
    tier="store",
    requires=("certificates",),
    ports=(
        Port(
            name="amqp",
            number=AMQP_PORT,
            encrypted=True,
            clients={"application": "web nodes and cron send messages, consumers take them"},
        ),
        Port(
            name="management",
            number=MANAGEMENT_PORT,
            encrypted=True,
            clients={"maintenance": "administrators look at queues and consumers"},
        ),
        Port(
            name="distribution",
            number=25672,
            encrypted=True,
            clients={"queue": "the members replicate queues and watch each other"},
        ),
        Port(
            name="tools",
            number=TOOLS_PORTS[0],
            last=TOOLS_PORTS[1],
            encrypted=True,
            clients={"queue": "the members answer rabbitmqctl on another member straight, as with list_queues"},
        ),
        Port(
            name="epmd",
            number=4369,
            encrypted=False,
            clients={"queue": "a member asks on which port another listens; Erlang has no TLS for that"},
        ),
        Port(name="metrics", number=METRICS_PORT, encrypted=False, clients={"monitoring": "metrics of the members"}),
    ),
    endpoints=(
        Endpoint(
            port="amqp",
            reach="proxy",
            listen=PROXY_PORT,
            balance="leastconn",
            why="OroCommerce's DSN takes one host; any member leads to every queue",
        ),
    ),
    quorum=Quorum(
        model="majority",
        part=_lost_with_a_node,
        why="Raft confirms a message with more than half of its copies",
    ),
    takeover=_takeover,
    without=Without("part", "pages are shown, but what sends a message fails: orders, imports, changes of products"),
    memory=Memory(fixed=128 * MIB, weight=2),
    sizing=_sizing,
    data=_data,
    node_data=_node_data,
    reasons=REASONS,
    variables=_variables,
    secrets=(
        Secret(
            name="queue-password",
            keys=("profile::queue::password", "profile::application::secrets.queue_password"),
            why="the application's login, with rights on `oro.*` only",
        ),
        Secret(name="queue-admin-password", keys=("profile::queue::admin_password",), why="for administrators"),
        Secret(
            name="queue-monitoring-password",
            keys=("profile::queue::monitoring_password",),
            why="for tools that look and change nothing",
        ),
        Secret(
            name="queue-erlang-cookie",
            keys=("profile::queue::erlang_cookie",),
            why="makes a process a member: whoever has it, and a certificate, rules the cluster. Changing it needs "
            "every member stopped",
        ),
    ),
    repositories=lambda environment: () if environment.packages.source == "distribution" else ("rabbitmq",),
    pins=_pins,
    held_units=("rabbitmq-server", "epmd"),
    held_packages=("rabbitmq-server", "erlang*"),
    files=(
        OwnedFile(path="/etc/rabbitmq/rabbitmq.conf", owner=Owner.MANAGED, why="read when a member starts"),
        OwnedFile(
            path="/etc/rabbitmq/rabbitmq-env.conf", owner=Owner.MANAGED, why="the member's name, TLS between members"
        ),
        OwnedFile(path="/etc/rabbitmq/enabled_plugins", owner=Owner.MANAGED, why="the same plugins on every member"),
        OwnedFile(
            path="/etc/rabbitmq/orogen-definitions.json",
            owner=Owner.API_APPLIED,
            why="virtual host, policies and queues: imported by orogen-converge-queue, without a password in it",
        ),
        OwnedFile(
            path="/var/lib/rabbitmq/.erlang.cookie",
            owner=Owner.MANAGED,
            why="before the first start, or RabbitMQ makes one of its own",
        ),
        OwnedFile(
            path="/var/lib/rabbitmq/mnesia",
            owner=Owner.RUNTIME_OWNED,
            why="members, users and messages: changed through rabbitmqctl only",
        ),
    ),
    exporters=(Exporter(port=METRICS_PORT),),
    alerts=(
        Alert(
            name="QueueMemberLost",
            expression="up{service='queue'} == 0",
            lasting="2m",
            severity="warning",
            summary="A RabbitMQ member is silent: the next loss may stop all messages",
            action="Start rabbitmq-server on the node. For a lost disk: `rabbitmqctl forget_cluster_node` on another "
            "member, then start it empty; orogen-converge-queue gives it its copies.",
        ),
        Alert(
            name="QueueMajorityLost",
            expression="sum(up{service='queue'}) <= count(up{service='queue'}) / 2",
            lasting="1m",
            severity="critical",
            summary="Half of the RabbitMQ members or more are silent: no message is confirmed",
            action="Bring back more than half of the members, the last one stopped first.",
        ),
        Alert(
            name="QueueSplit",
            expression="count(count by (rabbitmq_cluster_permanent_id) (rabbitmq_identity_info)) > 1",
            lasting="5m",
            severity="critical",
            summary="There are several RabbitMQ clusters instead of one: members never found each other",
            action="On the member outside: `rabbitmqctl stop_app`, `reset` (its messages are lost), `start_app`.",
        ),
        Alert(
            name="QueuePublishersBlocked",
            expression="rabbitmq_alarms_memory_used_watermark == 1 or rabbitmq_alarms_free_disk_space_watermark == 1",
            lasting="1m",
            severity="critical",
            summary="A RabbitMQ member is short of memory or disk: every publisher waits",
            action="See which queue is long (`rabbitmqctl list_queues --vhost oro`) and whether its consumers work.",
        ),
        Alert(
            name="QueueWithoutConsumers",
            expression="sum(rabbitmq_consumers) == 0",
            lasting="10m",
            severity="critical",
            summary="No consumer is connected to any queue: mail, imports and indexing stand still",
            action="Look at the consumers' units on the job nodes; outside of maintenance they restart by themselves.",
        ),
        Alert(
            name="QueueBacklog",
            expression="sum(rabbitmq_queue_messages_ready) > 10000",
            lasting="30m",
            severity="warning",
            summary="More than 10,000 messages have been waiting for half an hour",
            action="See which queue grows; add consumer processes, or move slow topics to a queue of their own.",
        ),
        Alert(
            name="QueueMessagesGivenUp",
            expression="increase(rabbitmq_global_messages_dead_lettered_delivery_limit_total[1h]) > 0",
            lasting="0m",
            severity="warning",
            summary="A message failed 20 times and went to oro.unprocessed",
            action="Read it and the consumers' log of that time; send it again once the cause is gone.",
        ),
    ),
    backup=Backup(
        content="nothing: messages are of the moment (OroCloud leaves them out too)",
        restore="empty members; orogen-converge-queue makes users and queues, the application its exchanges",
    ),
    units=lambda _: ("rabbitmq-server.service",),
    probe="queue",
    operations={
        "list": Operation(
            command="rabbitmqctl --quiet --formatter=json list_queues --vhost oro "
            "name type state messages_ready messages_unacknowledged consumers",
        ),
        "purge": Operation(
            command="rabbitmqctl --quiet purge_queue --vhost oro {queue}",
            arguments={"queue": r"oro\.[a-z0-9_.-]{1,100}"},
            changes=True,
        ),
    },
    drain=(
        "rabbitmq-diagnostics check_if_node_is_quorum_critical",
        "rabbitmq-upgrade drain",
        "systemctl stop rabbitmq-server",
    ),
    undrain=(
        "systemctl start rabbitmq-server",
        "rabbitmqctl await_startup",
        "rabbitmq-upgrade revive",
        "rabbitmq-queues rebalance all",
    ),
    checks="test_queue.py",
    drills=(
        "queue-leader-killed",
        "queue-leader-cut-off",
        "queue-leader-frozen",
        "queue-leader-stopped",
        "queue-member-blinked",
    ),
)
