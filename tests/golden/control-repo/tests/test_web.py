"""web: nginx and php-fpm serve the shop as visitors see it, on this node and through the others."""

import pytest

SERVICE = "web"
SHARED = "/opt/orocommerce/shared"
HEALTH = "/-/health"
TLS = "/etc/orogen/tls"
PROOF = f"--cacert {TLS}/authority.pem --cert {TLS}/root/certificate.pem --key {TLS}/root/private_key.pem"


@pytest.fixture(scope="module")
def edge(host):
    """Give the address at which nginx waits for the edge."""
    listen = host.check_output("sed --quiet 's/^ *listen \\(.*\\) default_server;$/\\1/p' /etc/nginx/nginx.conf")
    return listen if ":" in listen else f"127.0.0.1:{listen}"


@pytest.fixture(scope="module")
def name(host):
    """Give the shop's host name."""
    names = host.check_output("sed --quiet 's/^ *server_name \\([^_].*\\);$/\\1/p' /etc/nginx/nginx.conf")
    return names.split()[0]


def _status(host, url, *headers, options=""):
    given = " ".join(f"--header '{header}'" for header in headers)
    return host.check_output(
        f"curl --silent --max-time 10 --output /dev/null --write-out '%{{http_code}}' {options} {given} '{url}'"
    )


def _maintenance(host):
    return host.run(f"ls {SHARED}/var/maintenance/maintenance_lock {SHARED}/var/cache/maintenance_lock").stdout


def test_both_run_and_accept_their_configuration(host):
    """The whole configuration is in one file each."""
    host.run_expect([0], "nginx -t -q")
    fpm = host.check_output("ls /usr/sbin/php-fpm[0-9]* | tail --lines=1")
    host.run_expect([0], f"{fpm} -t")
    assert host.service("nginx").is_running
    assert host.service("nginx").is_enabled
    if not _maintenance(host):
        assert host.service(f"php{fpm.rpartition('fpm')[2]}-fpm").is_running


def test_health_answers_whoever_asks(host, edge):
    """The load balancer asks by address, not by name; maintenance changes nothing."""
    if not _maintenance(host):
        assert _status(host, f"http://{edge}{HEALTH}") == "200"


def test_unknown_hosts_are_not_served(host, edge):
    """Nobody gets the shop under another name."""
    assert _status(host, f"http://{edge}/", "Host: elsewhere.invalid") == "404"


def test_visitors_without_tls_are_sent_to_it(host, edge, name):
    """Only where the shop's own address begins with https."""
    status = _status(host, f"http://{edge}/", f"Host: {name}", "X-Forwarded-Proto: http")
    assert (
        status in {"301", "403", "451"} or "if ($client_scheme" not in host.file("/etc/nginx/nginx.conf").content_string
    )


@pytest.mark.parametrize("path", ["/install.php", "/index_dev.php", "/config.php", "/.env-app.local", "/.git/config"])
def test_nothing_but_the_front_controller_is_executed_or_given_away(host, edge, name, path):
    """Without a release the shop answers 503 to everything else, but never 200 to these."""
    assert _status(host, f"http://{edge}{path}", f"Host: {name}", "X-Forwarded-Proto: https") in {"403", "404", "451"}


def test_only_web_nodes_reach_the_shop_behind(host, node):
    """Whoever has no certificate is refused."""
    url = f"https://{node['address']}:8443{HEALTH}"
    assert _status(host, url, options="--insecure") == "400"


def test_every_web_node_serves_what_this_one_passes_on(host, environment):
    """Asked from here, with this node's certificate, as nginx asks."""
    if not _maintenance(host):
        for peer in environment["nodes"]:
            if SERVICE in peer["services"]:
                assert _status(host, f"https://{peer['address']}:8443{HEALTH}", options=PROOF) == "200", peer["name"]


def test_every_web_node_is_balanced_over(host, environment):
    """One upstream server for each."""
    text = host.file("/etc/nginx/nginx.conf").content_string
    addresses = [peer["address"] for peer in environment["nodes"] if SERVICE in peer["services"]]
    assert [address for address in addresses if f"server {address}:8443 " not in text] == []


def test_metrics_are_there(host, node):
    """nginx's own and php-fpm's."""
    for url, metric in (
        (f"http://{node['address']}:9113/metrics", "nginx_up 1"),
        (f"http://{node['address']}:9253/metrics", "phpfpm_up 1"),
    ):
        if not _maintenance(host):
            assert metric in host.check_output(f"curl --silent --max-time 10 {url}"), url


def test_code_is_never_looked_at_again(host):
    """opcache trusts a release for ever; the deploy reloads php-fpm."""
    settings = host.check_output("cat /etc/php/*/fpm/conf.d/99-orogen.ini")
    assert "opcache.validate_timestamps = 0" in settings
    assert host.run("ls /etc/php/*/fpm/conf.d/20-phar.ini").rc != 0
