"""database: one leader, standbys that follow it, logins over TLS only, and the same settings everywhere."""

import json

SERVICE = "database"

PATRONI = "curl --silent --cacert /etc/orogen/tls/authority.pem"


def members(environment):
    """Give name and address of the planned members."""
    return {node["name"]: node["address"] for node in environment["nodes"] if SERVICE in node["services"]}


def query(host, database, statement):
    """Ask as the superuser, through the socket."""
    return host.check_output(_psql(database, statement))


def _psql(database, statement):
    return f'runuser -u postgres -- psql -XAtq -d {database} -c "{statement}"'


def test_patroni_runs_and_debian_started_nothing_of_its_own(host):
    """A cluster that Debian's scripts made would hold the port, and nobody would fail it over."""
    patroni = host.service("patroni")
    assert patroni.is_running
    assert patroni.is_enabled
    assert host.check_output("pg_lsclusters --no-header") == ""


def test_one_member_leads_and_the_others_follow(host, environment, node):
    """As Patroni sees the whole cluster."""
    cluster = json.loads(host.check_output(f"{PATRONI} https://{node['address']}:8008/cluster"))
    found = {member["name"]: member for member in cluster["members"]}
    assert set(found) == set(members(environment))
    roles = [member["role"] for member in found.values()]
    assert roles.count("leader") == 1
    assert {member["state"] for member in found.values()} <= {"running", "streaming"}


def test_commits_wait_for_a_standby_where_the_plan_says_so(host, node):
    """Patroni drops the standby's name while none is there, so the wish and the fact are compared."""
    shared = json.loads(host.check_output(f"{PATRONI} https://{node['address']}:8008/config"))
    cluster = json.loads(host.check_output(f"{PATRONI} https://{node['address']}:8008/cluster"))
    roles = [member["role"] for member in cluster["members"]]
    assert roles.count("sync_standby") == (1 if shared["synchronous_mode"] else 0)
    assert shared["failsafe_mode"] is True
    assert shared["loop_wait"] + 2 * shared["retry_timeout"] <= shared["ttl"]


def test_what_is_written_on_the_leader_is_read_here(host, node, peer):
    """In a table of its own, in a database that is not the shop's."""
    cluster = json.loads(host.check_output(f"{PATRONI} https://{node['address']}:8008/cluster"))
    leader = peer(next(member["name"] for member in cluster["members"] if member["role"] == "leader"))
    table = f"orogen_check_{node['name'].replace('-', '_')}"
    try:
        query(leader, "postgres", f"CREATE TABLE {table} AS SELECT 42 AS answer")
        seen = f"for _ in 1 2 3 4 5 6 7 8 9 10; do {_psql('postgres', f'TABLE {table}')} && break; sleep 0.5; done"
        assert host.run(seen).stdout.strip() == "42"
    finally:
        query(leader, "postgres", f"DROP TABLE IF EXISTS {table}")


def test_what_the_plan_wants_is_in_force(host):
    """Both steps that need the whole cluster have been done; run again, they change nothing."""
    for step in ("database-configuration", "database-users"):
        again = host.run(f"/usr/local/sbin/orogen-converge-{step}")
        assert (again.rc, again.stdout) == (0, ""), again.stderr


def test_checksums_are_on_and_the_database_is_oros(host):
    """pg_rewind needs the first, OroCommerce's migrations the rest."""
    assert query(host, "postgres", "SHOW data_checksums") == "on"
    assert query(host, "oro", "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'oro'") == "oro"
    assert query(host, "oro", "SELECT 1 FROM pg_extension WHERE extname = 'uuid-ossp'") == "1"
    assert (
        query(host, "oro", "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = 'oro'") == "f"
    )


def test_nobody_comes_in_without_tls(host, node):
    """Only the rules of pg_hba.conf count, and none of them says `host`."""
    types = query(host, "postgres", "SELECT DISTINCT type FROM pg_hba_file_rules")
    assert set(types.split()) == {"local", "hostssl"}
    assert query(host, "postgres", "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL") == "0"
    refused = host.run(
        f"PGPASSWORD=none psql -Xw 'host={node['address']} user=oro dbname=oro sslmode=disable' -c 'SELECT 1'"
    )
    assert "no encryption" in refused.stderr


def test_strangers_may_ask_patroni_and_change_nothing(host, node):
    """HAProxy asks without a certificate."""
    url = f"https://{node['address']}:8008"
    code = "--output /dev/null --write-out '%{http_code}'"
    assert host.check_output(f"{PATRONI} {code} --request OPTIONS {url}/primary") in ("200", "503")
    assert host.check_output(f"{PATRONI} {code} --request PATCH --data '{{}}' {url}/config") == "403"


def test_metrics_tell_what_the_alerts_ask(host, node):
    """The exporter logs in as a user that may only look."""
    metrics = host.check_output(f"curl --silent --fail http://{node['address']}:9187/metrics")
    for line in ("pg_up 1", "orogen_database_leader{", "orogen_database_lag_bytes{"):
        assert f"\n{line}" in metrics


def test_wal_is_sent_to_the_backup_node_where_the_plan_says_so(host, node):
    """The leader's last try succeeded; elsewhere it is thrown away at once, and never waits on the disk."""
    command = query(host, "postgres", "SHOW archive_command")
    if not host.file("/etc/pgbackrest.conf").exists or "archive-push" not in command:
        assert command == "/bin/true"
        return
    assert host.service("pgbackrest").is_running
    assert host.socket(f"tcp://{node['address']}:8433").is_listening
    assert query(host, "postgres", "SHOW archive_mode") == "on"
    metrics = host.check_output(f"curl --silent --fail http://{node['address']}:9187/metrics")
    failing = [line for line in metrics.splitlines() if line.startswith("orogen_database_archive_failing{")]
    assert [line.rpartition(" ")[2] for line in failing] == ["0"]
