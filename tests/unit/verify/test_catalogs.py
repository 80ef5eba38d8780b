"""Catalogs as data: what they hold, what facts may change, and what stands for secrets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from orogen.errors import OrogenError
from orogen.secrets.eyaml import encrypt
from orogen.secrets.keys import PUBLIC_KEY
from orogen.secrets.pair import certificate_of, new_private_key
from orogen.verify import facts, hiera, inventory, ruby
from orogen.verify.catalogs import compile_catalogs, opened
from tests.unit.verify.control_repo import NODES, STORE, WEB, edit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from orogen.verify.puppets import Puppets

PASSWORD = 'p%{w} "ü" ${x}'
needs_puppet = pytest.mark.skipif(ruby.find() is None, reason="no Puppet here: apt install puppet-agent")


@pytest.fixture(scope="session")
def private_pem() -> bytes:
    return new_private_key()


@pytest.fixture
def encrypted_repo(repo: Path, private_pem: bytes) -> Path:
    public_pem = certificate_of(private_pem, datetime(2026, 1, 1, tzinfo=UTC))
    (repo / PUBLIC_KEY).parent.mkdir()
    (repo / PUBLIC_KEY).write_bytes(public_pem)
    for name in ("alpha", "beta"):
        secret = f"---\nprofile::store::password: >\n  {encrypt(PASSWORD, public_pem)}\n"
        (repo / f"data/environments/{name}/secrets.eyaml").write_text(secret)
    return repo


@needs_puppet
def test_catalogs_of_all_nodes_by_several_processes(repo: Path) -> None:
    catalogs = compile_catalogs(repo, jobs=2)
    assert list(catalogs) == list(NODES)
    assert catalogs[WEB[0]]["File[/etc/web/shop.conf]"]["content"] == "root /srv/shop on Debian\n"
    config = catalogs[STORE[0]]["File[/etc/store.conf]"]
    assert config["content"].startswith("port 7000\npassword placeholder-")
    assert config["notify"] == "Service[store]"
    assert config["sensitive_parameters"] == ["content"]


@needs_puppet
def test_a_catalog_with_a_problem_is_an_error_that_names_it(repo: Path) -> None:
    edit(repo, "site-modules/profile/manifests/store.pp", "enable => true", "enabled => true")
    with pytest.raises(OrogenError, match=r"store\.pp:22: no parameter named 'enabled'"):
        compile_catalogs(repo, certnames=STORE)
    assert list(compile_catalogs(repo, certnames=WEB[1:])) == [WEB[1]]


def test_facts_change_no_role(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    lies = {"clientcert": STORE[0], "certname": STORE[0], "role": "role::alpha::store", "fqdn": STORE[0]}
    assert "Class[Role::Alpha::Web]" in _catalog(warm, repo, tmp_path / "shown", lies)


def test_a_fact_that_claims_the_name_of_a_variable_is_refused(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    answer = _compiled(warm, repo, tmp_path / "shown", {"orogen": {"role": "role::alpha::store"}})
    assert "Cannot reassign variable '$orogen'" in answer["problems"][0]["message"]


def test_each_operating_system_has_its_facts(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    edit(repo, "site-modules/profile/manifests/web.pp", "facts['os']['family']", "facts['os']['release']['major']")
    compiling = opened(repo, warm, tmp_path / "shown")
    nodes = [node for node in inventory.read(repo)[0] if node.type == "web"]
    catalogs = [compiled.catalog or {} for compiled in compiling.compile(nodes, catalogs=True)]
    contents = [catalog["File[/etc/web/shop.conf]"]["content"] for catalog in catalogs]
    assert contents == ["root /srv/shop on 12\n", "root /srv/shop on 13\n"]


def test_with_the_private_key_the_real_backend_decrypts(
    warm: Puppets, encrypted_repo: Path, private_pem: bytes, tmp_path: Path
) -> None:
    key = tmp_path / "private.pem"
    key.write_bytes(private_pem)
    compiling = opened(encrypted_repo, warm, tmp_path / "shown", key)
    node = next(node for node in inventory.read(encrypted_repo)[0] if node.certname == STORE[0])
    (compiled,) = compiling.compile([node], catalogs=True)
    assert compiled.result.ok
    assert (compiled.catalog or {})["File[/etc/store.conf]"]["content"] == f"port 7000\npassword {PASSWORD}\n"


def test_a_decrypted_secret_that_leaks_is_not_shown(
    warm: Puppets, encrypted_repo: Path, private_pem: bytes, tmp_path: Path
) -> None:
    key = tmp_path / "private.pem"
    key.write_bytes(private_pem)
    edit(
        encrypted_repo,
        "site-modules/profile/manifests/store.pp",
        "  service {",
        '  notify { "${password.unwrap}": }\n  service {',
    )
    compiling = opened(encrypted_repo, warm, tmp_path / "shown", key)
    nodes = [node for node in inventory.read(encrypted_repo)[0] if node.certname == STORE[0]]
    (compiled,) = compiling.compile(nodes)
    messages = [problem.message for problem in compiled.result.problems]
    assert messages[0].startswith("Notify[[secret]]: title holds the secret profile::store::password in clear")
    assert PASSWORD not in "".join(messages)


@pytest.mark.parametrize(("leaked", "found"), [("-----BEGIN PRIVATE KEY-----", 0), ("    bWlkZGxlCg==", 1)])
def test_a_private_key_is_known_by_a_line_of_its_own(
    warm: Puppets, repo: Path, tmp_path: Path, leaked: str, found: int
) -> None:
    edit(repo, "site-modules/profile/manifests/web.pp", "root ${site['root']} on", leaked)
    pem = "-----BEGIN PRIVATE KEY-----\nc3RhcnQK\nbWlkZGxlCg==\nZW5kCg==\n-----END PRIVATE KEY-----\n"
    answer = _compiled(warm, repo, tmp_path / "shown", {}, [{"name": "profile::web::private_key", "value": pem}])
    sites = [problem for problem in answer["problems"] if "File[/etc/web/shop.conf]" in problem["message"]]
    assert len(sites) == found


def test_a_damaged_secret_is_a_problem_at_its_line(
    warm: Puppets, encrypted_repo: Path, private_pem: bytes, tmp_path: Path
) -> None:
    key = tmp_path / "private.pem"
    key.write_bytes(private_pem)
    edit(encrypted_repo, "data/environments/beta/secrets.eyaml", "ENC[PKCS7,MII", "ENC[PKCS7,MIJ")
    compiling = opened(encrypted_repo, warm, tmp_path / "shown", key)
    (problem,) = compiling.secrets.problems
    assert problem.place == "data/environments/beta/secrets.eyaml:2"
    assert problem.message.startswith("profile::store::password: ")


def test_another_private_key_is_refused(warm: Puppets, encrypted_repo: Path, tmp_path: Path) -> None:
    key = tmp_path / "private.pem"
    key.write_bytes(new_private_key())
    with pytest.raises(OrogenError, match="does not belong to this control repo"):
        opened(encrypted_repo, warm, tmp_path / "shown", key)


def test_an_environment_conf_that_puppet_refuses_is_an_error(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    (repo / "environment.conf").write_text("modulepath [\n")
    with pytest.raises(
        OrogenError, match=r"Puppet cannot use this control repo: .* \(file: environment\.conf, line: 1\)"
    ):
        opened(repo, warm, tmp_path / "shown")


def test_nothing_in_the_control_repo_is_touched(warm: Puppets, repo: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in repo.rglob("*") if path.is_file()}
    opened(repo, warm, tmp_path / "shown")
    assert {path: path.read_bytes() for path in repo.rglob("*") if path.is_file()} == before


def _catalog(warm: Puppets, repo: Path, shown: Path, lies: dict[str, object]) -> dict[str, object]:
    catalog: dict[str, object] = _compiled(warm, repo, shown, lies)["catalog"]
    return catalog


def _compiled(
    warm: Puppets, repo: Path, shown: Path, lies: dict[str, object], more_secrets: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """Compile a web node that says other things of itself than it should."""
    compiling = opened(repo, warm, shown)
    node = next(node for node in inventory.read(repo)[0] if node.certname == WEB[0])
    secrets = compiling.secrets.read_by(hiera.files_of(repo, compiling.hierarchy, node))
    request = {"do": "compile", "certname": node.certname, "secrets": [*secrets, *more_secrets], "catalog": True}
    return warm.ask({**request, "facts": {**facts.facts_of(node), **lies}}, seconds=60)
