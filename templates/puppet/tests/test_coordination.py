"""coordination: etcd's voters agree, let in nobody without a certificate and a login, and survive one of them."""

SERVICE = "coordination"

CLIENT = (
    "--cacert /etc/orogen/tls/authority.pem "
    "--cert /etc/orogen/tls/etcd/certificate.pem --key /etc/orogen/tls/etcd/private_key.pem"
)


def voters(environment):
    """Give the names of the planned voters."""
    return sorted(node["name"] for node in environment["nodes"] if SERVICE in node["services"])


def test_etcd_runs_and_is_started_again(host):
    """Debian's unit waits for the other voters and gives up; the drop-in does neither."""
    etcd = host.service("etcd")
    assert etcd.is_running
    assert etcd.is_enabled
    properties = host.check_output("systemctl show etcd --property Type,Restart")
    assert {"Type=exec", "Restart=always"} <= set(properties.split())


def test_every_planned_voter_is_a_healthy_member(host, environment):
    """One member too many or too few changes how many may be lost."""
    members = host.check_output("orogen-etcdctl member list").splitlines()
    assert sorted(line.split(", ")[2] for line in members) == voters(environment)
    health = host.run("orogen-etcdctl endpoint health --cluster")
    assert health.rc == 0, health.stderr


def test_one_leader_is_agreed_on(host):
    """Every voter names the same leader."""
    status = host.check_output("orogen-etcdctl endpoint status --cluster --write-out fields | grep Leader")
    assert len(set(status.splitlines())) == 1


def test_a_certificate_alone_opens_nothing(host, node):
    """Authentication is on, and the name in a certificate is no login."""
    answer = host.run(
        f"ETCDCTL_API=3 etcdctl --endpoints https://{node['address']}:2379 {CLIENT} get / --prefix --limit=1"
    )
    assert answer.rc != 0
    assert "user name is empty" in answer.stderr


def test_without_a_certificate_there_is_no_connection(host, node):
    """TLS ends in the handshake: curl's exit code 35, 55 or 56, never an HTTP status."""
    answer = host.run(
        "curl --silent --output /dev/null --write-out '%{http_code}' --cacert /etc/orogen/tls/authority.pem "
        f"https://{node['address']}:2379/version"
    )
    assert (answer.rc in (35, 55, 56), answer.stdout) == (True, "000")


def test_users_have_their_own_keys_only(host):
    """Each client's role holds one prefix, to read and to write."""
    for user, prefix in (("patroni", "/service/"), ("leader", "/orogen/leader/")):
        role = host.check_output(f"orogen-etcdctl role get {user}")
        assert role.count("(prefix ") == role.count(f"(prefix {prefix})") == 2


def test_metrics_tell_of_the_leader_and_the_keys_are_guarded(host, node):
    """What Prometheus asks; and nobody but etcd reads the private key."""
    metrics = host.check_output(f"curl --silent --fail http://{node['address']}:2381/metrics")
    assert "\netcd_server_has_leader 1\n" in metrics
    key = host.file("/etc/orogen/tls/etcd/private_key.pem")
    assert (key.user, key.mode) == ("etcd", 0o400)
