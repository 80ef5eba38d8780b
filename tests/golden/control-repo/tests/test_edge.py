"""edge: visitors come in through the tunnel or the load balancer, and by no other way."""

import pytest

SERVICE = "edge"


@pytest.fixture(scope="module")
def tunnelled(host):
    """Say whether this environment's edge is Cloudflare's tunnel."""
    return host.file("/etc/cloudflared/config.yml").exists


def test_cloudflared_runs_without_updating_itself(host, environment, tunnelled):
    """Versions are Puppet's affair. It is off while the environment stands by for another region."""
    if not tunnelled:
        pytest.skip("the edge is Google's load balancer")
    if environment.get("standby"):
        assert not host.service("cloudflared").is_running
        assert not host.service("cloudflared").is_enabled
        return
    assert host.service("cloudflared").is_enabled
    assert host.check_output("systemctl is-active cloudflared || true") in {"active", "activating"}
    assert "--no-autoupdate" in host.check_output("systemctl show --property=ExecStart cloudflared")


def test_the_tunnel_leads_to_nginx_and_nowhere_else(host, tunnelled, real):
    """cloudflared itself says so; what fits no rule is answered with 404."""
    if not tunnelled:
        pytest.skip("the edge is Google's load balancer")
    real(host.check_output("cloudflared --version"), "cloudflared")
    ask = "cloudflared tunnel --config /etc/cloudflared/config.yml ingress"
    assert "OK" in host.check_output(f"{ask} validate")
    assert "http_status:404" in host.check_output(f"{ask} rule https://elsewhere.invalid/")


def test_the_token_is_seen_by_nobody(host, tunnelled):
    """Neither in a file that others read nor in the process list."""
    if not tunnelled:
        pytest.skip("the edge is Google's load balancer")
    token = host.file("/etc/cloudflared/token")
    assert (token.user, token.mode) == ("cloudflared", 0o400)
    secret = token.content_string.strip()
    assert secret not in host.check_output("ps -eo args")
    assert secret not in host.check_output("systemctl cat cloudflared")


def test_with_a_tunnel_nothing_waits_for_the_world(host, tunnelled):
    """nginx listens for cloudflared on the loopback address only."""
    if not tunnelled:
        pytest.skip("the edge is Google's load balancer")
    assert not host.socket("tcp://0.0.0.0:80").is_listening
    assert not host.socket("tcp://0.0.0.0:443").is_listening


def test_with_a_load_balancer_only_google_comes_in(host, tunnelled):
    """nginx asks where a connection comes from, whatever the firewall does."""
    if tunnelled:
        pytest.skip("the edge is Cloudflare's tunnel")
    text = host.file("/etc/nginx/nginx.conf").content_string
    for network in ("35.191.0.0/16", "130.211.0.0/22"):
        assert f"allow {network};" in text
    assert "deny all;" in text
