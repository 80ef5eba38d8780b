"""search: Elasticsearch's members are one cluster, which the application can use and nobody else."""

import json

import pytest

SERVICE = "search"
API = "curl --silent --cacert /etc/orogen/tls/authority.pem --output /dev/null --write-out '%{http_code}' "


@pytest.fixture(scope="module")
def ask(host):
    """Give a function that asks the API as its administrator."""
    return lambda path: json.loads(host.check_output("orogen-elasticsearch GET %s", path))


def members_of(environment):
    """Give all members."""
    return [node for node in environment["nodes"] if SERVICE in node["services"]]


def test_it_runs_and_its_cluster_was_set_up(host):
    """Server, exporter and converge unit; all come back after a boot."""
    for unit in ("elasticsearch", "prometheus-elasticsearch-exporter", "orogen-converge-search"):
        assert host.service(unit).is_running
        assert host.service(unit).is_enabled


def test_all_members_are_in_one_cluster(ask, environment):
    """Every shard has at least its first copy."""
    health = ask("/_cluster/health")
    assert health["cluster_name"] == environment["name"]
    assert health["number_of_nodes"] == len(members_of(environment))
    assert health["status"] in ("green", "yellow")


def test_each_member_knows_its_zone(ask, environment):
    """Allocation goes by it: a shard and its copy never share one."""
    nodes = ask("/_nodes/_all/settings?filter_path=nodes.*.name,nodes.*.attributes.zone")["nodes"].values()
    assert {entry["name"]: entry["attributes"]["zone"] for entry in nodes} == {
        node["name"]: node["zone"] for node in members_of(environment)
    }


def test_a_member_can_no_longer_begin_a_cluster(host, ask):
    """The setting that makes a cluster is empty once there is one."""
    assert host.file("/var/lib/orogen/search-formed").content_string.strip() == "OROGEN_INITIAL_MASTER_NODES="
    own = ask("/_nodes/_local/settings?filter_path=nodes.*.settings.cluster")
    started_later = "initial_master_nodes" not in json.dumps(own)
    environment = host.run("systemctl show elasticsearch --property=EnvironmentFiles").stdout
    assert started_later or "/var/lib/orogen/search-formed" in environment


def test_nobody_comes_in_without_tls_and_a_login(host):
    """Plain HTTP gets no answer; HTTPS without a login gets 401."""
    assert host.run("curl --silent --max-time 5 http://127.0.0.1:9200/").rc != 0
    assert host.check_output(API + "https://127.0.0.1:9200/") == "401"


def test_the_applications_role_ends_at_its_indices(ask):
    """Both prefixes and nothing else."""
    role = ask("/_security/role/oro")["oro"]
    assert [names for grant in role["indices"] for names in grant["names"]] == ["oro_search*", "oro_website_search*"]
    assert role["cluster"] == ["monitor"]


def test_new_indices_get_a_second_copy_where_there_is_a_second_member(ask, environment):
    """By template: the application does not say how many it wants."""
    (found,) = ask("/_index_template/orogen")["index_templates"]
    copies = found["index_template"]["template"]["settings"]["index"]["number_of_replicas"]
    assert copies == ("1" if len(members_of(environment)) > 1 else "0")


def test_the_heap_is_locked_and_half_of_what_is_there(host, ask):
    """systemd allows it (what a container grants is another matter), and the heap has one size from the start."""
    assert host.check_output("systemctl show elasticsearch --property=LimitMEMLOCK --value") == "infinity"
    (own,) = ask("/_nodes/_local/jvm")["nodes"].values()
    assert own["jvm"]["mem"]["heap_init_in_bytes"] == own["jvm"]["mem"]["heap_max_in_bytes"]


def test_no_password_lies_about(host):
    """The exporter's file and the scripts are root's alone."""
    for path, mode in (
        ("/etc/default/prometheus-elasticsearch-exporter", 0o400),
        ("/usr/local/sbin/orogen-converge-search", 0o500),
        ("/usr/local/sbin/orogen-elasticsearch", 0o500),
    ):
        assert host.file(path).mode == mode
