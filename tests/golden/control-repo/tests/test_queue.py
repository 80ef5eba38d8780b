"""queue: RabbitMQ's members have found each other, and a confirmed message has more than one copy."""

import json

import pytest

SERVICE = "queue"


def members_of(environment):
    """Give the names of all members, without their domain."""
    return sorted(node["name"] for node in environment["nodes"] if SERVICE in node["services"])


@pytest.fixture(scope="module")
def cluster(host):
    """Give the cluster's state as this member sees it."""
    return json.loads(host.check_output("rabbitmqctl --quiet --formatter json cluster_status"))


@pytest.fixture(scope="module")
def major(host):
    """Give RabbitMQ's major version."""
    return int(host.check_output("rabbitmqctl --quiet version").split(".")[0])


def test_it_runs_and_its_cluster_was_set_up(host):
    """Server and converge unit; both come back after a boot."""
    for unit in ("rabbitmq-server", "orogen-converge-queue"):
        assert host.service(unit).is_running
        assert host.service(unit).is_enabled


def test_all_members_are_in_one_cluster_without_alarms(cluster, environment):
    """None is missing, none paused, none short of memory or disk."""
    assert sorted(cluster["running_nodes"]) == [f"rabbit@{name}" for name in members_of(environment)]
    assert not cluster.get("partitions")
    assert not cluster["alarms"]


def test_clients_find_tls_and_nothing_else(host, node):
    """AMQP and management answer on the node's address alone, with a certificate of the environment's authority."""
    assert not host.socket("tcp://5672").is_listening
    assert not host.socket("tcp://0.0.0.0:15671").is_listening
    for port in (5671, 15671):
        answer = host.check_output(
            "openssl s_client -connect %s:%s -CAfile /etc/orogen/tls/authority.pem </dev/null 2>/dev/null",
            node["address"],
            str(port),
        )
        assert "Verify return code: 0 (ok)" in answer


def test_members_speak_tls_to_each_other(host, node):
    """The distribution port asks for a certificate before anything else."""
    answer = host.run("openssl s_client -connect %s:25672 </dev/null 2>/dev/null", node["address"]).stdout
    assert "BEGIN CERTIFICATE" in answer
    assert "Acceptable client certificate CA names" in answer


def test_users_have_their_rights_and_no_more(host):
    """The guest is gone; the application reaches oro.* on its virtual host only."""
    users = json.loads(host.check_output("rabbitmqctl --quiet --formatter json list_users"))
    assert {user["user"]: user["tags"] for user in users} == {
        "oro": [],
        "admin": ["administrator"],
        "monitoring": ["monitoring"],
    }
    permissions = json.loads(host.check_output("rabbitmqctl --quiet --formatter json list_user_permissions oro"))
    assert permissions == [{"vhost": "oro", "configure": r"^oro\..*", "write": r"^oro\..*", "read": r"^oro\..*"}]


def test_the_plugin_for_delayed_messages_is_there(host):
    """Without it OroCommerce's connection breaks at the first message."""
    if "delayed" not in host.file("/etc/rabbitmq/enabled_plugins").content_string:
        pytest.skip("not run: no plugin for delayed messages (profile::queue::delayed_messages is false)")
    enabled = host.check_output("rabbitmq-plugins --quiet list --enabled --minimal").split()
    assert {"rabbitmq_delayed_message_exchange", "rabbitmq_management", "rabbitmq_prometheus"} <= set(enabled)


def test_a_message_has_copies_on_other_members(host, environment, major):
    """Quorum queues from RabbitMQ 4.0 on, mirrors before; nothing to copy to with one member."""
    count = len(members_of(environment))
    command = "rabbitmqctl --quiet --formatter json list_queues --vhost oro name type policy "
    if count < 2:
        pytest.skip("one member")
    if major >= 4:
        queues = json.loads(host.check_output(command + "members"))
        copies = {queue["name"]: len(queue["members"]) for queue in queues if queue["type"] == "quorum"}
        if not copies:
            pytest.skip("this environment chose priorities over copies")
        assert set(copies.values()) == {min(count, 3)}
        assert "oro.default" in copies
    else:
        queues = json.loads(host.check_output(command))
        assert all(queue["policy"] == "replicated" for queue in queues if queue["name"].startswith("oro."))


# Asks the management API as the administrator, whose password stands in the script that made the users.
API = r"""
ask() {
  sed -n "s/.*(user admin .* '\(.*\)').*/user = \"admin:\1\"/p" /usr/local/sbin/orogen-converge-queue |
    curl --silent --show-error --fail --cacert /etc/orogen/tls/authority.pem --config - \
      --request "$1" --data "$3" "https://$(hostname):15671/api/$2"
}
"""


def test_a_message_goes_in_and_comes_out(host, node):
    """Through a queue of its own, which goes by itself."""
    queue = f"orogen.check.{node['name']}"
    made = {"durable": True, "arguments": {"x-expires": 60000}}
    message = {"properties": {}, "routing_key": queue, "payload": "42", "payload_encoding": "string"}
    taken = {"count": 1, "ackmode": "ack_requeue_false", "encoding": "auto"}

    def ask(method, path, body):
        return host.check_output(f"{API} ask %s %s %s", method, path, json.dumps(body))

    ask("PUT", f"queues/oro/{queue}", made)
    assert json.loads(ask("POST", "exchanges/oro/amq.default/publish", message)) == {"routed": True}
    assert [each["payload"] for each in json.loads(ask("POST", f"queues/oro/{queue}/get", taken))] == ["42"]
    ask("DELETE", f"queues/oro/{queue}", {})


def test_no_password_lies_about(host):
    """The cookie is RabbitMQ's own, the script root's; the definitions hold no users."""
    assert host.file("/var/lib/rabbitmq/.erlang.cookie").mode == 0o400
    assert host.file("/usr/local/sbin/orogen-converge-queue").mode == 0o500
    assert not host.file("/run/orogen-queue-users.json").exists
    assert "password" not in host.file("/etc/rabbitmq/orogen-definitions.json").content_string


def test_a_member_that_stays_apart_rejoins(host, environment):
    """After a fault of less than a second nobody else would bring it back."""
    if len(members_of(environment)) < 2:
        pytest.skip("a single member is apart from nobody")
    assert host.service("orogen-queue-rejoin.timer").is_running
    assert host.service("orogen-queue-rejoin.timer").is_enabled
