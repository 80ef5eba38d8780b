"""What the world may connect to."""

from orogen.plan.build import plan
from orogen.plan.secrets import wanted
from orogen.services.edge import SERVICE
from orogen.spec.environment import Edge
from tests.samples import production

GCP = Edge(kind="gcp", tunnel=None)


def outside(edge: Edge | None = None) -> set[tuple[str, int, tuple[str, ...]]]:
    environment = production(edge=edge)
    vpn = {str(network) for network in environment.access.vpn}
    return {(f.target, f.port, f.networks) for f in plan(environment).flows if {*f.networks} - vpn}


def test_with_a_tunnel_no_port_is_open_to_the_world() -> None:
    assert outside() == set()


def test_with_googles_load_balancer_only_google_reaches_nginx() -> None:
    assert outside(GCP) == {("edge", 80, ("35.191.0.0/16", "130.211.0.0/22"))}


def test_nginx_waits_where_the_edge_comes_from() -> None:
    assert SERVICE.data(plan(production()))["profile::edge::listen"] == "127.0.0.1:8001"
    google = SERVICE.data(plan(production(edge=GCP)))
    assert google["profile::edge::listen"] == "80"
    assert google["profile::edge::networks"] == ["35.191.0.0/16", "130.211.0.0/22"]


def test_the_tunnel_brings_the_shops_host_to_nginx() -> None:
    data = SERVICE.data(plan(production()))
    assert data["profile::edge::cloudflare::hostnames"] == ["shop.acme.example"]
    assert data["profile::edge::cloudflare::origin"] == "http://127.0.0.1:8001"
    assert data["profile::edge::cloudflare::tunnel"] == "6ff42ae2-765d-4adf-8112-31c55c1551ef"


def test_the_token_and_the_program_are_wanted_for_a_tunnel_only() -> None:
    def names(edge: Edge | None) -> set[str]:
        return {secret.name for secret in wanted(plan(production(edge=edge))) if secret.kind == "given"}

    assert "edge-tunnel-token" in names(None)
    assert "edge-tunnel-token" not in names(GCP)
    assert SERVICE.repositories(production()) == ("cloudflare",)
    assert SERVICE.repositories(production(edge=GCP)) == ()


def test_every_web_node_has_the_edge_and_no_other_node_does() -> None:
    assert {node.name for node in plan(production()).cluster("edge")} == {"web1", "web2"}
