"""cache: one master each for sessions and cache, replicas that follow, sentinels that agree, logins with few rights."""

import pytest

SERVICE = "cache"
PORTS = {"sessions_mon": 6379, "lru_cache_mon": 6380}
INSTANCES = {"sessions": 6379, "cache": 6380}


def members_of(environment):
    """Give the addresses of all members."""
    return [node["address"] for node in environment["nodes"] if SERVICE in node["services"]]


def ask(host, port, command):
    """Give the lines of an answer to the administrator."""
    return host.check_output(f"orogen-redis-cli --no-auth-warning -e -p {port} {command}").splitlines()


def told(host, port, command):
    """Give an answer that alternates between names and values."""
    lines = ask(host, port, command)
    return dict(zip(lines[::2], lines[1::2], strict=True))


@pytest.fixture(scope="module")
def clustered(environment):
    """Skip what only several members have: a single one has no Sentinel."""
    if len(members_of(environment)) < 2:
        pytest.skip("one member")


@pytest.mark.parametrize("unit", ["redis-server@sessions", "redis-server@cache", "orogen-converge-cache"])
def test_it_runs_and_comes_back_after_a_boot(host, unit):
    """Both Redis, and what brought in their users and limits; the package's own Redis does not run."""
    assert host.service(unit).is_running
    assert host.service(unit).is_enabled
    assert not host.service("redis-server").is_running


def test_sessions_stay_and_the_cache_may_go(host):
    """A session that is evicted is a customer who has to log in again; a cache that is full makes room."""
    assert told(host, 6379, "CONFIG GET maxmemory-policy")["maxmemory-policy"] == "noeviction"
    assert told(host, 6379, "CONFIG GET appendonly")["appendonly"] == "yes"
    assert told(host, 6380, "CONFIG GET maxmemory-policy")["maxmemory-policy"] == "allkeys-lru"
    assert all(int(told(host, port, "CONFIG GET maxmemory")["maxmemory"]) > 0 for port in INSTANCES.values())


@pytest.mark.usefixtures("clustered")
@pytest.mark.parametrize("monitor", PORTS)
def test_every_sentinel_sees_the_same_master_and_all_members(host, environment, monitor):
    """Whoever is asked names the same node; the others are its replicas and its sentinels."""
    addresses = members_of(environment)
    masters = {
        tuple(
            host.check_output(
                f"redis-cli -e -h {address} -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME {monitor}"
            ).splitlines()
        )
        for address in addresses
    }
    assert len(masters) == 1
    ((master, port),) = masters
    assert master in addresses
    assert int(port) == PORTS[monitor]
    state = told(host, 26379, f"SENTINEL MASTER {monitor}")
    assert state["flags"] == "master"
    assert int(state["num-slaves"]) == len(addresses) - 1
    assert int(state["num-other-sentinels"]) == len(addresses) - 1
    assert int(state["quorum"]) == len(addresses) // 2 + 1


@pytest.mark.usefixtures("clustered")
@pytest.mark.parametrize("port", INSTANCES.values())
def test_this_member_is_the_master_or_follows_it(host, environment, port):
    """A replica is connected; a master has all others as replicas."""
    lines = (line.partition(":") for line in ask(host, port, "INFO replication"))
    state = {name: value for name, _, value in lines}
    if state["role"] == "master":
        assert int(state["connected_slaves"]) == len(members_of(environment)) - 1
    else:
        assert state["master_link_status"] == "up"


@pytest.mark.usefixtures("clustered")
@pytest.mark.parametrize("monitor", PORTS)
def test_what_is_written_on_the_master_is_read_here(host, node, environment, peer, monitor):
    """A key that goes by itself, confirmed by every replica."""
    port, key = PORTS[monitor], f"orogen:check:{node['name']}"
    address = told(host, 26379, f"SENTINEL MASTER {monitor}")["ip"]
    master = peer(next(each["name"] for each in environment["nodes"] if each["address"] == address))
    replicas = len(members_of(environment)) - 1
    write = f"printf 'SET {key} {port} EX 60\nWAIT {replicas} 5000\n' | orogen-redis-cli --no-auth-warning -p {port}"
    assert master.check_output(write).split() == ["OK", str(replicas)]
    assert ask(host, port, f"GET {key}") == [str(port)]


@pytest.mark.parametrize("port", INSTANCES.values())
def test_nobody_comes_in_without_a_password(host, node, port):
    """OroCommerce's user has no name, but a password."""
    answer = host.run(f"redis-cli -e -h {node['address']} -p {port} INFO server")
    assert answer.rc != 0
    assert "NOAUTH" in answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("user", "may", "may_not"),
    [
        ("default", ["SET a 1", "EVAL x 0", "FLUSHDB", "INFO"], ["CONFIG GET *", "SHUTDOWN", "FLUSHALL", "ACL LIST"]),
        ("replica", ["PSYNC ? -1"], ["GET a", "CONFIG GET *", "REPLICAOF NO ONE"]),
        ("sentinel", ["REPLICAOF NO ONE"], ["GET a", "CONFIG GET *", "SHUTDOWN"]),
        ("exporter", ["INFO"], ["GET a", "SET a 1", "CONFIG GET *"]),
    ],
)
def test_users_have_their_rights_and_no_more(host, user, may, may_not):
    """As Redis itself judges it, without running anything."""
    for command in may:
        assert ask(host, 6379, f"ACL DRYRUN {user} '{command.split()[0]}' {_words(command)}") == ["OK"], command
    for command in may_not:
        answer = ask(host, 6379, f"ACL DRYRUN {user} '{command.split()[0]}' {_words(command)}")
        assert answer != ["OK"], command


def _words(command):
    return " ".join(f"'{word}'" for word in command.split()[1:])


@pytest.mark.usefixtures("clustered")
def test_sentinel_answers_everybody_and_obeys_the_administrator_only(host, node):
    """Predis sends sentinels no password, so who has none may ask and change nothing."""
    sentinel = f"redis-cli -e -h {node['address']} -p 26379"
    assert host.run(f"{sentinel} SENTINEL REPLICAS sessions_mon").rc == 0
    for command in ("SENTINEL FAILOVER sessions_mon", "SENTINEL SET sessions_mon quorum 1", "SHUTDOWN"):
        refused = host.run(f"{sentinel} {command}")
        assert "NOPERM" in refused.stdout + refused.stderr, command


def test_it_listens_on_its_own_address_only(host, node):
    """Loopback is for the administrator on the node."""
    for port in INSTANCES.values():
        assert host.socket(f"tcp://{node['address']}:{port}").is_listening
        assert not host.socket(f"tcp://0.0.0.0:{port}").is_listening


def test_monitoring_is_told_that_both_are_up(host, node):
    """The exporters log in and read."""
    for port in (9121, 9122):
        assert "\nredis_up 1\n" in host.check_output(f"curl --silent --fail http://{node['address']}:{port}/metrics")


def test_passwords_are_for_root_and_redis(host):
    """Redis reads its users; nobody else does."""
    for path in ("/etc/redis/sessions.acl", "/etc/redis/cache.acl", "/etc/redis/redis-sessions.conf"):
        file = host.file(path)
        assert (file.group, file.mode) == ("redis", 0o640), path
    for path in ("/usr/local/sbin/orogen-converge-cache", "/usr/local/sbin/orogen-redis-cli"):
        assert host.file(path).mode == 0o500
