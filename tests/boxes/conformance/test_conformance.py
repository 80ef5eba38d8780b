"""The conformance application without a box: it takes DSNs apart as OroCommerce does, and says what it did not run."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from orogen.plan.build import plan
from tests.samples import production

APPLICATION = Path(__file__).parent / "application"
DOTENV = Path("/usr/share/php/Symfony/Component/Dotenv")
pytestmark = pytest.mark.skipif(
    not shutil.which("php") or not DOTENV.exists(), reason="no PHP here: apt install php-cli php-symfony-dotenv"
)

PARSE = """
require $argv[1];
try {
    echo json_encode(['parsed' => ("Conformance\\\\$argv[2]")($argv[3])]);
} catch (InvalidArgumentException $problem) {
    echo json_encode(['refused' => $problem->getMessage()]);
}
"""
SENTINELS = "redis://secret@10.0.0.1:26379?host[10.0.1.1:26379]&host[10.0.2.1:26379]&dbindex=2&redis_sentinel=monitor"


def parsed(kind: str, dsn: str) -> Any:
    command = ["php", "-r", PARSE, "--", str(APPLICATION / "src/dsn.php"), kind, dsn]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return answer.get("parsed") or f"refused: {answer['refused']}"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """Give a release as `deploy` makes it, but with the one library that nothing can do without."""
    root = tmp_path / "release"
    shutil.copytree(APPLICATION, root)
    shutil.copytree(DOTENV, root / "vendor/Symfony/Component/Dotenv")
    (root / ".env-app.local").write_text("ORO_ENV='prod'\nORO_APP_URL='https://shop.example'\n")
    return root


def health(release: Path, *lines: str) -> tuple[int, dict[str, dict[str, str]]]:
    with (release / ".env-app.local").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    command = ["php", str(release / "bin/console"), "conformance:health", "--format=json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, json.loads(done.stdout)["checks"]


def test_a_sentinel_dsn_has_all_its_hosts() -> None:
    hosts = [{"host": f"10.0.{zone}.1", "port": 26379} for zone in range(3)]
    hosts[0]["host"] = "10.0.0.1"
    assert parsed("redis_parameters", SENTINELS) == {
        "hosts": hosts,
        "user": None,
        "password": "secret",
        "database": 2,
        "sentinel": "monitor",
    }


def test_a_single_redis_has_its_database_in_the_path() -> None:
    found = parsed("redis_parameters", "redis://secret@10.0.0.1:6380/3")
    assert (found["hosts"], found["database"]) == ([{"host": "10.0.0.1", "port": 6380}], 3)


@pytest.mark.parametrize(("path", "virtual_host"), [("oro", "oro"), ("%2Foro", "/oro"), ("", "/")])
def test_a_virtual_host_is_decoded(path: str, virtual_host: str) -> None:
    found = parsed("queue_parameters", f"amqp://oro:p%40ss@127.0.0.1:15673/{path}")
    assert (found["virtual_host"], found["password"]) == (virtual_host, "p@ss")


@pytest.mark.parametrize(
    ("kind", "dsn", "why"),
    [
        ("redis_parameters", SENTINELS.partition("&redis_sentinel")[0], "without redis_sentinel"),
        ("redis_parameters", "redis://secret@10.0.0.1:6379/x", "number of a database"),
        ("redis_parameters", "tcp://10.0.0.1", 'begins with "redis:"'),
        ("queue_parameters", "amqp://oro:x@10.0.0.1:5672,10.0.0.2:5672/oro", "one host"),
        ("queue_parameters", "10.0.0.1", "no scheme"),
        ("search_parameters", "elastic-search://oro:x@10.0.0.1:9200/x?prefix=oro", "no path"),
        ("search_parameters", "elastic-search://oro:x@10.0.0.1:9200,10.0.0.2:9200?prefix=oro", "one host"),
        ("files_database", "mongodb://oro:x@a:27017,b:27017/oro_public?replicaSet=x", "letters, digits"),
        ("files_database", "mongodb://oro:x@a:27017/oro-public", "letters, digits"),
        ("files_database", "mongodb+srv://oro:x@a/oro_public", "letters, digits"),
        ("database_parameters", "mysql://oro:x@10.0.0.1/oro", "no database"),
        ("mail_parameters", "smtp:", "host"),
        ("websocket_parameters", "//0.0.0.0", "no port"),
    ],
)
def test_what_orocommerce_refuses_is_refused(kind: str, dsn: str, why: str) -> None:
    answer = parsed(kind, dsn)
    assert answer.startswith("refused: "), answer
    assert why in answer


@pytest.mark.parametrize("release", ["5.1", "6.0", "6.1", "7.0"])
def test_every_rendered_dsn_is_understood(release: str) -> None:
    made_of = plan(production(release=release))
    variables = {name: value for service in made_of.services for name, value in service.variables(made_of).items()}
    kinds = {
        "ORO_DB_DSN": "database_parameters",
        "ORO_SESSION_DSN": "redis_parameters",
        "ORO_REDIS_CACHE_DSN": "redis_parameters",
        "ORO_MQ_DSN": "queue_parameters",
        "ORO_SEARCH_ENGINE_DSN": "search_parameters",
        "ORO_WEBSITE_SEARCH_ENGINE_DSN": "search_parameters",
        "ORO_MONGODB_DSN_PUBLIC": "files_database",
        "ORO_MONGODB_DSN_PRIVATE": "files_database",
        "ORO_MAILER_DSN": "mail_parameters",
        "ORO_WEBSOCKET_SERVER_DSN": "websocket_parameters",
        "ORO_WEBSOCKET_BACKEND_DSN": "websocket_parameters",
        "ORO_WEBSOCKET_FRONTEND_DSN": "websocket_parameters",
    }
    answers = {name: parsed(kind, variables[name]) for name, kind in kinds.items()}
    assert {name: answer for name, answer in answers.items() if "refused" in str(answer)} == {}


def test_what_is_not_in_the_environment_is_not_run_and_not_green(release: Path) -> None:
    code, checks = health(release)
    assert code == 0
    assert checks.pop("environment")["status"] == "ok"
    assert {check["status"].partition(": ")[0] for check in checks.values()} == {"not run"}


@pytest.mark.parametrize(
    ("line", "check", "why"),
    [
        ("ORO_MAILER_DSN=''", "environment", "empty variables: ORO_MAILER_DSN"),
        ("ORO_WEBSOCKET_SERVER_DSN='//0.0.0.0:8080'", "environment", "without ORO_WEBSOCKET_FRONTEND_DSN"),
        (f"ORO_REDIS_CACHE_DSN='{SENTINELS}'", "cache", "config/parameters.yml has no line"),
        ("ORO_SEARCH_ENGINE_DSN='elastic-search://127.0.0.1:9'", "search", "no prefix"),
        ("ORO_MAILER_DSN='smtp://127.0.0.1:9'", "mail", "Connection refused"),
    ],
)
def test_what_is_wrong_is_red(release: Path, line: str, check: str, why: str) -> None:
    code, checks = health(release, line)
    assert code == 1
    assert checks[check]["status"] == "failed"
    assert why in checks[check]["what"]


def test_the_websocket_server_answers_its_own_check(release: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    lines = [f"ORO_WEBSOCKET_{name}_DSN='//127.0.0.1:{port}'" for name in ("SERVER", "BACKEND")]
    lines.append("ORO_WEBSOCKET_FRONTEND_DSN='//*:443/ws'")
    assert health(release, *lines)[1]["websocket-backend"]["status"] == "failed"

    command = ["php", str(release / "bin/console"), "gos:websocket:server", "--env=prod", "--no-debug"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            assert server.stdout.readline() == f"listening on 127.0.0.1:{port}\n"
            assert health(release)[1]["websocket-backend"]["status"] == "ok"
            with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
                plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                assert plain.recv(100).startswith(b"HTTP/1.1 400 ")
        finally:
            server.terminate()
            began = time.monotonic()
            server.wait(timeout=10)
    assert (server.returncode, time.monotonic() - began < 5) == (0, True)


def test_a_release_that_is_not_linked_says_so(release: Path) -> None:
    (release / ".env-app.local").unlink()
    command = ["php", str(release / "bin/console"), "oro:cron"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is the release linked to ROOT/shared?" in done.stderr
