"""mail: Postfix takes mail over TLS from the application's nodes, keeps its logins and holds to the white list."""

import pytest

SERVICE = "mail"


def test_postfix_runs_and_its_configuration_is_sound(host):
    """Running, enabled, and without a word from its own check."""
    assert host.service("postfix").is_enabled
    status = host.run("postfix status && postfix check && postconf -n >/dev/null")
    assert status.rc == 0
    assert "warning" not in status.stderr


def test_it_listens_on_the_nodes_own_address_alone(host, node):
    """Neither on every address nor on the old port without TLS."""
    assert host.socket(f"tcp://{node['address']}:465").is_listening
    assert not host.socket("tcp://0.0.0.0:25").is_listening
    assert not host.socket(f"tcp://{node['address']}:25").is_listening


def test_its_certificate_is_the_environments(host, node):
    """The name and the authority that HAProxy on the clients' nodes checks."""
    said = host.run(
        "openssl s_client -connect %s:465 -verify_return_error -verify_hostname %s "
        "-CAfile /etc/orogen/tls/authority.pem </dev/null",
        node["address"],
        node["name"],
    )
    assert said.rc == 0
    assert "Verify return code: 0 (ok)" in said.stdout


def test_logins_are_for_root_alone(host):
    """Readable by nobody else, and a password in each line."""
    passwords = host.file("/etc/postfix/relay_passwords")
    assert (passwords.user, passwords.group, passwords.mode) == ("root", "root", 0o400)
    assert host.run("grep -E 'redacted|:$' /etc/postfix/relay_passwords").rc == 1


def test_every_relay_is_named_in_brackets(host):
    """Without them Postfix would ask for the mail servers of that domain."""
    relays = host.check_output("postconf -h relayhost smtp_fallback_relay").split()
    assert all(relay.startswith("[") and "]:" in relay for relay in relays)


def test_no_login_goes_over_a_connection_in_clear(host):
    """With relays, TLS is a must."""
    level = host.check_output("postconf -h smtp_tls_security_level").strip()
    relayed = host.check_output("postconf -h relayhost").strip()
    assert level in {"verify", "encrypt"} if relayed else level == "may"


def test_outside_production_other_domains_are_refused(host, environment):
    """What Postfix itself would do with a stranger's address."""
    if environment["type"] == "production":
        pytest.skip("production writes to everybody")
    assert "error:5.7.1" in host.check_output("postconf -h transport_maps")


def test_mail_leaves_only_where_the_shop_is(host, environment):
    """While the environment stands by for another region, mail waits."""
    deferred = host.check_output("postconf -h defer_transports").strip()
    assert deferred == ("smtp" if environment.get("standby") else "")


def test_the_queue_is_measured(host):
    """Fresh figures for the node exporter."""
    metrics = "/var/lib/prometheus/node-exporter/orogen-mail.prom"
    assert host.service("orogen-mail-metrics.timer").is_running
    assert "orogen_mail_running 1" in host.file(metrics).content_string
