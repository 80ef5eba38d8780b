from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from orogen.cli.secrets import _plaintext, command
from orogen.contract import Quorum, Service
from orogen.errors import OrogenError
from orogen.plan.model import Plan
from orogen.secrets.complete import complete
from orogen.secrets.eyaml import decrypt
from orogen.secrets.keys import load
from orogen.secrets.pair import new_private_key
from orogen.secrets.store import path
from orogen.secrets.store_file import read, update
from tests.samples import production
from tests.unit.secrets.samples import CACHE, COOKIE, PASSWORD, RELAY, WANTED, WEB

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import click
    from click.testing import Result

    from orogen.secrets.store import Store

SERVICE = Service(
    name="test",
    title="a service of this test",
    profile="profile::test",
    why="it asks for secrets",
    quorum=Quorum(model="any", why="of no matter"),
    secrets=WANTED,
)
PLAN = Plan(
    environment=production(),
    services=(SERVICE,),
    nodes=(),
    clusters={},
    flows=(),
    endpoints=(),
    certificates=(WEB, CACHE),
    budgets={},
)


def plans_of(context: click.Context, specs: Sequence[str], _form: str) -> list[Plan]:
    if specs == ("wrong.yaml",):
        context.exit(1)
    return [PLAN]


@pytest.fixture(scope="module")
def private_pem() -> bytes:
    return new_private_key()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private_pem: bytes) -> Path:
    """A control repo that does not exist yet, in a home of its own."""
    monkeypatch.setattr("orogen.cli.reading.plans_of", plans_of)
    monkeypatch.setattr("orogen.secrets.pair.new_private_key", lambda: private_pem)
    monkeypatch.delenv("OROGEN_PRIVATE_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "repo"


def run(root: Path, *arguments: str, typed: bytes = b"") -> Result:
    verb, *rest = arguments
    return CliRunner().invoke(command, [verb, "env.yaml", "-o", str(root), *rest], input=typed)


def told(result: Result) -> str:
    assert isinstance(result.exception, OrogenError), result.output
    return f"{result.exception} {result.exception.help}"


def stored(root: Path) -> Store:
    return read(root, "acme-prod")


def value(root: Path, name: str) -> str:
    keys = load(root)
    assert keys
    return decrypt(stored(root).values[name], keys)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (b"s3cret", "s3cret"),
        (b"s3cret\n", "s3cret"),
        (b"s3cret\r\n", "s3cret"),
        (b"s3cret\n\n", "s3cret\n"),
        (b"one\ntwo\n", "one\ntwo"),
        ("пароль %{x} 😀\n".encode(), "пароль %{x} 😀"),
        (b" s ", " s "),
    ],
)
def test_set_takes_standard_input(root: Path, typed: bytes, kept: str) -> None:
    result = run(root, "set", RELAY.name, typed=typed)

    assert result.exit_code == 0, result.exception
    assert value(root, RELAY.name) == kept
    assert result.stdout == (
        f"acme-prod: smtp-password is set.\n"
        f"Run `orogen render env.yaml -o {root}` to bring it into the data of the nodes.\n"
    )


def test_set_names_the_environments_that_must_be_rendered_with_it(root: Path) -> None:
    lock = root / ".orogen/lock.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    files = {f"data/environments/{name}/environment.yaml": "0" for name in ("acme-prod", "acme-dev")}
    lock.write_text(json.dumps({"format_version": "1", "files": files}))

    said = run(root, "set", RELAY.name, typed=b"s3cret").stdout

    assert f"`orogen render env.yaml -o {root}` together with the specs of acme-dev to bring" in said


def test_set_before_the_first_render_writes_store_and_certificate_only(root: Path, tmp_path: Path) -> None:
    first = run(root, "set", RELAY.name, typed=b"s3cret")
    second = run(root, "set", RELAY.name, typed=b"other")

    (key,) = (tmp_path / "config").rglob("*.pem")
    assert first.stderr.startswith(f"The private key of {root} is {key}. Keep a copy")
    assert second.stderr == ""
    files = {each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_file()}
    assert files == {path("acme-prod"), ".orogen/public_key.pkcs7.pem"}
    assert set(stored(root).values) == {RELAY.name}
    assert all(b"s3cret" not in (root / each).read_bytes() for each in files)


def test_set_takes_a_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "value").write_text("from a file\n")

    run(root, "set", RELAY.name, "--file", str(tmp_path / "value"), typed=b"not this")

    assert value(root, RELAY.name) == "from a file"


class Terminal(BytesIO):
    def isatty(self) -> bool:
        return True


def test_set_asks_twice_on_a_terminal_and_shows_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []
    typed = iter(["s3cret", "other", " s3cret\\n", " s3cret\\n"])

    def hidden(prompt: str) -> str:
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr("click.termui.hidden_prompt_func", hidden)

    assert _plaintext("smtp-password", Terminal()) == " s3cret\\n"
    shown = capsys.readouterr()
    assert "do not match" in shown.err
    assert shown.out == ""
    assert "s3cret" not in "".join([*asked, shown.err])


def test_set_takes_a_generated_secret_too(root: Path) -> None:
    run(root, "set", PASSWORD.name, typed=b"brought along")

    assert value(root, PASSWORD.name) == "brought along"


def test_same_value_keeps_its_ciphertext(root: Path) -> None:
    run(root, "set", RELAY.name, typed=b"s3cret")
    before = (root / path("acme-prod")).read_bytes()

    result = run(root, "set", RELAY.name, typed=b"s3cret\n")

    assert result.stdout == "acme-prod: smtp-password has this value already.\n"
    assert (root / path("acme-prod")).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("smtp-pasword", b"a", "has no secret `smtp-pasword` Did you mean `smtp-password`?"),
        ("x", b"a", "has no secret `x` `orogen secrets list SPEC` names them all."),
        (RELAY.name, b"", "cannot be empty"),
        (RELAY.name, b"\n", "cannot be empty"),
        (RELAY.name, b"\xff\xfe", "not UTF-8 text"),
        (RELAY.name, b"a" * 65537, "longer than 64 KiB"),
    ],
)
def test_set_refuses(root: Path, name: str, typed: bytes, message: str) -> None:
    assert message in told(run(root, "set", name, typed=typed))
    assert list(root.parent.iterdir()) == []


def test_damaged_store_is_told_and_stays(root: Path) -> None:
    run(root, "set", RELAY.name, typed=b"s3cret")
    (root / path("acme-prod")).write_text("values: {\n")

    assert "acme-prod.yaml:2: not YAML" in told(run(root, "set", RELAY.name, typed=b"other"))
    assert (root / path("acme-prod")).read_text() == "values: {\n"


@pytest.mark.parametrize("arguments", [("set", RELAY.name), ("list",), ("rotate", "--all")])
def test_wrong_spec_ends_with_1(root: Path, arguments: tuple[str, ...]) -> None:
    verb, *rest = arguments

    result = CliRunner().invoke(command, [verb, "wrong.yaml", "-o", str(root), *rest], input=b"a")

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert not root.exists()


def test_list_of_a_repo_that_does_not_exist(root: Path) -> None:
    result = run(root, "list")

    assert result.exit_code == 0, result.exception
    assert result.stdout == (
        "SECRET             KIND       STATE    WHY\n"
        "database-password  generated  missing  the application's login\n"
        "queue-cookie       generated  missing  members know each other by it\n"
        "smtp-password      given      missing  the relay asks for it\n"
    )
    assert not root.exists()


@pytest.fixture
def full(root: Path) -> Path:
    """A control repo with all that is generated, and a value that no service asks for any more."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    old = replace(PASSWORD, name="an-old-one")
    update(root, "acme-prod", now, lambda store, keys: complete(store, [*WANTED, old], [WEB, CACHE], keys, now))
    return root


def test_list_shows_names_and_ends_but_no_value(full: Path) -> None:
    result = run(full, "list")

    assert result.stdout == (
        "SECRET             KIND       STATE    WHY\n"
        "an-old-one         unused     set      no service here asks for it; kept\n"
        "database-password  generated  set      the application's login\n"
        "queue-cookie       generated  set      members know each other by it\n"
        "smtp-password      given      missing  the relay asks for it\n"
        "\n"
        "CERTIFICATE           VALID UNTIL\n"
        "cache1.acme.internal  2028-11-22\n"
        "web1.acme.internal    2028-11-22\n"
        "acme-prod authority   2036-11-20\n"
    )


def test_list_as_json(full: Path) -> None:
    answer = json.loads(run(full, "list", "--format", "json").stdout)

    assert (answer["format_version"], answer["environment"]) == ("1", "acme-prod")
    assert answer["secrets"][3] == {
        "name": "smtp-password",
        "kind": "given",
        "state": "missing",
        "why": "the relay asks for it",
    }
    assert answer["certificates"][0] == {"name": "cache1.acme.internal", "not_after": "2028-11-22T00:00:00Z"}
    assert "ENC[" not in json.dumps(answer)


CHANGES = {
    "database-password": lambda store: store.values["database-password"],
    "queue-cookie": lambda store: store.values["queue-cookie"],
    "an-old-one": lambda store: store.values["an-old-one"],
    "web1": lambda store: store.certificates[WEB.certname],
    "cache1": lambda store: store.certificates[CACHE.certname],
    "authority": lambda store: store.authority.certificate,
}


@pytest.mark.parametrize(
    ("arguments", "changed", "said"),
    [
        (["database-password"], {"database-password"}, "database-password"),
        (["--certificates"], {"web1", "cache1"}, "the certificates of 2 nodes"),
        (["--authority"], {"authority"}, "the authority"),
        (["queue-cookie", "--authority"], {"queue-cookie", "authority"}, "queue-cookie, the authority"),
        (
            ["--authority", "--certificates"],
            {"web1", "cache1", "authority"},
            "the certificates of 2 nodes, the authority",
        ),
        (
            ["--all"],
            CHANGES.keys() - {"an-old-one"},
            "database-password, queue-cookie, the certificates of 2 nodes, the authority",
        ),
    ],
)
def test_rotate_replaces_what_is_asked_for(full: Path, arguments: list[str], changed: set[str], said: str) -> None:
    before = stored(full)

    result = run(full, "rotate", *arguments)

    after = stored(full)
    assert {name for name, part in CHANGES.items() if part(before) != part(after)} == changed
    assert result.stdout.startswith(f"acme-prod: replaced {said}.\nRun `orogen render env.yaml -o {full}`")


def test_rotated_authority_is_followed_by_certificates(full: Path) -> None:
    lines = run(full, "rotate", "--authority").stdout.splitlines()

    assert lines[-1] == f"When that is on every node, run `orogen secrets rotate env.yaml --certificates -o {full}`."
    authority = stored(full).authority
    assert authority
    assert authority.previous


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([RELAY.name], "a person gave it Set it anew with `orogen secrets set SPEC smtp-password`."),
        ([COOKIE.name, "cookie"], "has no secret `cookie`"),
        (["an-old-one"], "has no secret `an-old-one`"),
    ],
)
def test_rotate_refuses(full: Path, arguments: list[str], message: str) -> None:
    before = stored(full)

    assert message in told(run(full, "rotate", *arguments))
    assert stored(full) == before


def test_rotate_of_nothing_is_a_mistake_in_use(full: Path) -> None:
    result = run(full, "rotate")

    assert result.exit_code == 2
    assert "Say what to replace" in result.stderr


def test_certificates_are_rotated_only_with_the_private_key(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(full.parent / "absent.pem"))

    assert "cannot be read: No such file" in told(run(full, "rotate", "--certificates"))
    assert run(full, "rotate", PASSWORD.name).exit_code == 0
