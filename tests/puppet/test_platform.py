"""The control repo with Puppet's and hiera-eyaml's own commands, as people use them beside orogen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from orogen.secrets.keys import PUBLIC_KEY
from tests.puppet.conftest import DEBIAN_13

if TYPE_CHECKING:
    from pathlib import Path

NODE = "database1.acme-prod.internal"
FACTS = {"clientcert": NODE, "fqdn": NODE, "hostname": "database1", "domain": "acme-prod.internal"} | {
    "os": {"name": "Debian", "release": {"major": "13"}}
}


@pytest.fixture
def deployed(control_repo: Path, private_key: Path, tmp_path: Path) -> Path:
    """Lay the repo out as r10k deploys it, with the keys where hiera.yaml says, but below a folder of the test."""
    environment = tmp_path / "environments/production"
    shutil.copytree(control_repo, environment)
    keys = tmp_path / "eyaml"
    keys.mkdir()
    shutil.copy(private_key, keys / "private_key.pkcs7.pem")
    shutil.copy(control_repo / PUBLIC_KEY, keys / "public_key.pkcs7.pem")
    hiera = environment / "hiera.yaml"
    hiera.write_text(hiera.read_text().replace("/etc/puppet/eyaml", str(keys)))
    return environment


def settings(deployed: Path) -> list[str]:
    folder = deployed.parents[1]
    folders = [f"--confdir={folder}/conf", f"--vardir={folder}/var", f"--environmentpath={folder}/environments"]
    return [*folders, "--strict=error", "--strict_variables"]


@pytest.mark.skipif(not shutil.which("puppet"), reason="no Puppet on this machine: apt install puppet-agent")
def test_puppet_lookup_finds_data_and_decrypts_secrets(deployed: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(FACTS))
    command = ["puppet", "lookup", *settings(deployed), "--node", NODE, "--facts", str(facts), "--compile"]

    def lookup(key: str) -> str:
        done = subprocess.run([*command, key], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert yaml.safe_load(lookup("profile::coordination::node")) == "database1"
    assert yaml.safe_load(lookup("profile::coordination::heartbeat_interval")) == 100
    assert "BEGIN PRIVATE KEY" in lookup("profile::certificates::private_key")


@pytest.mark.skipif(not shutil.which("eyaml"), reason="no hiera-eyaml on this machine: apt install hiera-eyaml")
def test_eyaml_decrypts_what_was_given(deployed: Path) -> None:
    keys = deployed.parents[1] / "eyaml"
    secrets = deployed / "data/environments/acme-prod/secrets.eyaml"
    command = ["eyaml", "decrypt", f"--pkcs7-private-key={keys}/private_key.pkcs7.pem"]
    command += [f"--pkcs7-public-key={keys}/public_key.pkcs7.pem", "-e", str(secrets)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "edge-tunnel-token" in done.stdout
    assert "ENC[" not in done.stdout


def test_puppet_apply_takes_the_repo_on_a_node(deployed: Path, debian_13: Path) -> None:
    """In a Debian 13 where nothing runs: --noop asks every provider what it would do, and compiles as a node does."""
    assert debian_13.is_dir()
    command = [DEBIAN_13, "puppet", "apply", *settings(deployed), "--noop", f"--certname={NODE}"]
    command += ["--detailed-exitcodes", str(deployed / "manifests/site.pp")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C.UTF-8"})
    assert "Applied catalog" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    # A bare system lacks the programs that other resources would install; everything else is an error.
    errors = [line for line in (done.stdout + done.stderr).splitlines() if "Error:" in line and "Facter" not in line]
    assert [line for line in errors if "Could not find command" not in line] == []
