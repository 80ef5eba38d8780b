"""RabbitMQ: what follows from its series, the number of members and the choice between durability and priorities."""

from dataclasses import replace

import pytest

from orogen.contract import Budget
from orogen.plan.build import plan
from orogen.services import queue
from orogen.services.queue import SERVICE
from orogen.spec.environment import Environment, Queue
from tests.samples import node_type, production

GIB = 1024**3
MIB = 1024**2
SERIES = {"5.1": "3.11", "6.0": "3.12", "6.1": "3.13", "7.0": "4.2"}


def environment_with(members: int = 3, release: str = "6.1", durability: str = "replicated") -> Environment:
    nodes = (node_type("queue", members, "queue"),)
    return replace(production(release=release, nodes=nodes), queue=Queue(durability=durability))  # type: ignore[arg-type]


def data(**choices: object) -> dict[str, object]:
    environment = environment_with(**choices)  # type: ignore[arg-type]
    return {key.removeprefix("profile::queue::"): value for key, value in SERVICE.data(plan(environment)).items()}


@pytest.mark.parametrize(
    ("release", "durability", "queue_type", "made", "policies"),
    [
        ("5.1", "replicated", None, False, {"replicated"}),
        ("6.1", "replicated", None, False, {"replicated"}),
        ("6.1", "priorities", None, False, set()),
        ("7.0", "replicated", "quorum", True, {"unprocessed"}),
        ("7.0", "priorities", "classic", False, set()),
    ],
)
def test_a_message_survives_in_the_way_of_its_series(
    release: str, durability: str, queue_type: str | None, made: bool, policies: set[str]
) -> None:
    given = data(release=release, durability=durability)
    assert given["queue_type"] == queue_type
    assert bool(given["queues"]) == made
    assert set(given["policies"]) == policies  # type: ignore[call-overload]


def test_queues_made_beforehand_are_orocommerces_and_one_for_what_failed() -> None:
    assert data(release="7.0")["queues"] == [
        "oro.default",
        "oro.index",
        "oro.integration",
        "oro.system",
        "oro.unprocessed",
    ]


def test_what_fails_too_often_is_kept_and_its_own_queue_is_not_emptied_in_turn() -> None:
    policy = data(release="7.0")["policies"]["unprocessed"]  # type: ignore[index]
    assert policy["definition"]["dead-letter-routing-key"] == "oro.unprocessed"
    assert "unprocessed" not in policy["pattern"]


@pytest.mark.parametrize(
    ("members", "mode"),
    [
        (1, None),
        (2, {"ha-mode": "all"}),
        (3, {"ha-mode": "exactly", "ha-params": 2}),
        (5, {"ha-mode": "exactly", "ha-params": 3}),
    ],
)
def test_classic_queues_are_mirrored_on_a_majority(members: int, mode: dict[str, object] | None) -> None:
    policies = data(release="6.1", members=members)["policies"]
    expected = {**mode, "ha-sync-mode": "automatic"} if mode else None
    assert policies.get("replicated", {}).get("definition") == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("members", "release", "handling"),
    [
        (1, "6.1", None),
        (2, "6.1", "autoheal"),
        (3, "6.1", "pause_minority"),
        (3, "7.0", "pause_minority"),
        (5, "5.1", "pause_minority"),
    ],
)
def test_a_minority_pauses_only_where_there_can_be_one(members: int, release: str, handling: str | None) -> None:
    assert data(members=members, release=release)["partition_handling"] == handling


def test_rabbitmq_4_3_is_told_nothing_of_partitions() -> None:
    environment = environment_with()
    newer = replace(environment, versions=replace(environment.versions, rabbitmq="4.3"))
    assert queue._partition_handling(newer, 3) is None


@pytest.mark.parametrize("release", SERIES)
def test_the_plugin_fits_the_brokers_series_and_is_pinned(release: str) -> None:
    plugin = data(release=release)["delayed_message_plugin"]
    assert plugin["version"].startswith(f"{SERIES[release]}.")  # type: ignore[index]
    assert f"{plugin['version']}.ez" in plugin["url"]  # type: ignore[index]
    assert plugin["url"].startswith("https://github.com/")  # type: ignore[index]


def test_no_digest_serves_two_series() -> None:
    digests = [digest for _, _, digest in queue.DELAYED_MESSAGE_PLUGINS.values()]
    assert len(set(digests)) == len(digests)
    assert all(len(digest) == 64 and set(digest) <= set("0123456789abcdef") for digest in digests)


def test_a_series_without_a_known_digest_gets_no_plugin_at_all() -> None:
    environment = production(os="debian-12", source="distribution", nodes=environment_with().nodes)
    assert environment.versions.rabbitmq not in queue.DELAYED_MESSAGE_PLUGINS
    assert SERVICE.data(plan(environment))["profile::queue::delayed_message_plugin"] is None


def test_a_mirror_serves_the_plugin_too() -> None:
    environment = production()
    mirrored = replace(environment, packages=replace(environment.packages, mirror="https://mirror.acme.example"))
    assert queue._plugin(mirrored)["url"].startswith("https://mirror.acme.example/rabbitmq/")  # type: ignore[index, call-overload, union-attr]


@pytest.mark.parametrize("release", SERIES)
def test_erlang_is_held_to_a_series_that_the_broker_runs_on(release: str) -> None:
    pins = SERVICE.pins(production(release=release))
    assert pins["rabbitmq-server"] == f"{SERIES[release]}.*"
    assert pins["erlang*"] == f"1:{queue.ERLANG[SERIES[release]]}.*"


def test_the_distributions_erlang_is_left_to_the_distribution() -> None:
    environment = production(source="distribution")
    assert "erlang*" not in SERVICE.pins(environment)
    assert SERVICE.repositories(environment) == ()


@pytest.mark.parametrize(
    ("memory", "disk", "watermark", "free"),
    [
        (200 * MIB, 40 * GIB, 128, 1024),
        (1 * GIB, 40 * GIB, 614, 1024),
        (8 * GIB, 100 * GIB, 4915, 4915),
        (64 * GIB, 100 * GIB, 39321, 10240),
    ],
)
def test_publishers_wait_before_memory_or_disk_run_out(memory: int, disk: int, watermark: int, free: int) -> None:
    assert SERVICE.sizing(production(), Budget(cpus=2, memory=memory, disk=disk)) == {
        "profile::queue::memory_watermark": watermark,
        "profile::queue::disk_free_limit": free,
    }


def test_the_application_reaches_any_member_through_its_own_node() -> None:
    laid_out = plan(environment_with())
    assert SERVICE.variables(laid_out) == {"ORO_MQ_DSN": "amqp://oro:{queue_password}@127.0.0.1:15673/oro"}
    (endpoint,) = SERVICE.endpoints
    assert (endpoint.listen, SERVICE.port(endpoint.port).number) == (queue.PROXY_PORT, 5671)


def test_every_port_but_the_port_mapper_and_the_metrics_is_encrypted() -> None:
    assert {port.name for port in SERVICE.ports if not port.encrypted} == {"epmd", "metrics"}


def test_the_password_reaches_server_and_application() -> None:
    (secret,) = (s for s in SERVICE.secrets if s.name == "queue-password")
    assert set(secret.keys) == {"profile::queue::password", "profile::application::secrets.queue_password"}
