"""Why the queue's data are what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.contract import Reason

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan

_RELEASE = ("application.release", "packages.source")


def _partition(plan: Plan, _node: Node) -> str:
    members = len(plan.cluster("queue"))
    if members < 2:
        return "A single member has nobody to be cut off from."
    return (
        f"With {members} members of RabbitMQ {plan.environment.versions.rabbitmq}: from three on, those in the "
        "minority pause; of two each would be the minority, so they heal; since 4.3 RabbitMQ decides by itself."
    )


def _plugin(plan: Plan, _node: Node) -> str:
    return f"The newest release of the plugin for RabbitMQ {plan.environment.versions.rabbitmq}."


REASONS = {
    "profile::queue::memory_watermark": Reason(
        "In MiB, six tenths of the {memory} that the queue may use, 128 MiB at the least: Erlang collects garbage by "
        "copying, so the rest is spoken for. Above it publishers wait.",
        ("nodes.<type>.memory",),
    ),
    "profile::queue::disk_free_limit": Reason(
        "In MiB, as much as the memory watermark, because what leaves memory goes to disk; a tenth of the disk of "
        "{disk} at the most, 1 GiB at the least.",
        ("nodes.<type>.memory", "nodes.<type>.disk"),
    ),
    "profile::queue::partition_handling": Reason(_partition, ("nodes.<queue>.count", *_RELEASE)),
    "profile::queue::queue_type": Reason(
        "Quorum queues from RabbitMQ 4.0 on, where messages are to survive the loss of a node; else classic ones.",
        ("queue.durability", *_RELEASE),
    ),
    "profile::queue::queues": Reason(
        "Quorum queues are made before the application declares them; it makes classic ones by itself.",
        ("queue.durability", *_RELEASE),
    ),
    "profile::queue::policies": Reason(
        "What keeps messages: copies on several members before RabbitMQ 4.0; since then a queue of their own for "
        "messages that fail 20 times.",
        ("queue.durability", "nodes.<queue>.count", *_RELEASE),
    ),
    "profile::queue::delayed_message_plugin": Reason(_plugin, _RELEASE),
}
