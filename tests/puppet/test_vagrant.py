"""The control repo's Vagrantfile, evaluated as Vagrant does it, and bin/puppet-apply, which boxes and Vagrant run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from ipaddress import IPv4Address, IPv4Interface
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from testinfra.backend import get_backend

from tests.puppet.conftest import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENTS = sorted(yaml.safe_load(path.read_text())["name"] for path in EXAMPLES)
REPO = "/etc/puppet/code/environments/production"
UPLOADED = "/tmp/orogen-private-key.pem"  # noqa: S108
ADMINISTRATORS = "profile::base::access::administrators"
# Writes down what a Vagrantfile says: settings by name, and calls as lists of arguments, the last of which is what the
# call's block says. Vagrant itself is a lot to install.
STAND_IN = """
require "json"

class Recorder
  def record = @record ||= {}
  def to_json(*) = record.to_json

  def respond_to_missing?(*) = true

  def method_missing(name, *arguments, **options, &block)
    return record[name[..-2]] = arguments.first if name.end_with?("=")
    return record[name] ||= Recorder.new if arguments.empty?

    (record[name] ||= []) << [*arguments, options, block && Recorder.new.tap(&block)]
  end
end

module Vagrant
  def self.configure(_version) = yield(@config = Recorder.new)
  def self.config = @config
end

load ARGV.first
puts Vagrant.config.to_json
"""

needs_ruby = pytest.mark.skipif(not shutil.which("ruby"), reason="no ruby on this machine: apt install puppet-agent")
needs_shellcheck = pytest.mark.skipif(not shutil.which("shellcheck"), reason="no shellcheck on this machine")


def run(command: list[str | Path], **variables: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OROGEN_")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=inherited | variables, timeout=60)


def evaluate(repo: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(["ruby", "-w", "-e", STAND_IN, repo / "Vagrantfile"], **variables)


def vagrant(repo: Path, **variables: str) -> dict[str, Any]:
    done = evaluate(repo, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def machines(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: block["vm"] for name, _, block in said["vm"]["define"]}


@pytest.fixture
def alone(control_repo: Path, tmp_path: Path) -> Path:
    """Give what the Vagrantfile reads of a control repo that has one environment."""
    root = tmp_path / "alone"
    (root / "overrides/environments").mkdir(parents=True)
    shutil.copy(control_repo / "Vagrantfile", root)
    shutil.copytree(control_repo / "data/environments/acme-dev", root / "data/environments/acme-dev")
    inventory = json.loads((control_repo / "inventory.json").read_text())
    inventory["environments"] = [each for each in inventory["environments"] if each["name"] == "acme-dev"]
    (root / "inventory.json").write_text(json.dumps(inventory))
    return root


@needs_ruby
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_machine_for_each_node(control_repo: Path, name: str) -> None:
    inventory = json.loads((control_repo / "inventory.json").read_text())
    (environment,) = (each for each in inventory["environments"] if each["name"] == name)
    said = vagrant(control_repo, OROGEN_ENVIRONMENT=name)
    suite = {"debian-12": "bookworm", "debian-13": "trixie"}[environment["os"]]
    assert said["vm"]["box"] == f"debian/{suite}64"
    assert [folder[:2] for folder in said["vm"]["synced_folder"]] == [[".", "/vagrant"], [".", REPO]]

    made = machines(said)
    assert list(made) == [node["name"] for node in environment["nodes"]]
    for node in environment["nodes"]:
        machine = made[node["name"]]
        assert machine["hostname"] == node["certname"]
        ((kind, options, _),) = machine["network"]
        assert (kind, options["ip"]) == ("private_network", node["address"])
        network = IPv4Interface(f"{node['address']}/{options['netmask']}").network
        assert all(IPv4Address(each["address"]) in network for each in environment["nodes"])
        ((_, provisioner, _),) = machine["provision"]
        assert provisioner["type"] == "shell"
        assert provisioner["args"][:3] == [node["certname"], REPO, UPLOADED]


@needs_ruby
@pytest.mark.parametrize(
    ("addresses", "netmask", "host"),
    [
        (["10.0.0.5"], "255.255.255.0", "10.0.0.254"),
        (["10.0.0.1", "10.0.0.254"], "255.255.255.0", "10.0.0.253"),
        (["10.0.5.0"], "255.255.254.0", "10.0.5.254"),
        (["10.0.4.255"], "255.255.254.0", "10.0.5.254"),
        (["10.0.0.5", "10.0.200.5"], "255.255.0.0", "10.0.255.254"),
    ],
)
def test_one_network_holds_all_nodes(alone: Path, addresses: list[str], netmask: str, host: str) -> None:
    inventory = json.loads((alone / "inventory.json").read_text())
    (environment,) = inventory["environments"]
    environment["nodes"] = [{"name": a, "certname": a, "address": a} for a in addresses]
    (alone / "inventory.json").write_text(json.dumps(inventory))
    for machine in machines(vagrant(alone)).values():
        ((_, options, _),) = machine["network"]
        assert (options["netmask"], options["libvirt__host_ip"]) == (netmask, host)


@needs_ruby
def test_several_environments_want_a_choice(control_repo: Path) -> None:
    done = evaluate(control_repo)
    assert done.returncode == 1
    assert done.stderr == f"Several environments: set OROGEN_ENVIRONMENT to one of {', '.join(ENVIRONMENTS)}\n"


@needs_ruby
def test_one_environment_wants_none(alone: Path) -> None:
    assert machines(vagrant(alone)) == machines(vagrant(alone, OROGEN_ENVIRONMENT="acme-dev"))
    done = evaluate(alone, OROGEN_ENVIRONMENT="other")
    assert (done.returncode, done.stderr) == (1, "OROGEN_ENVIRONMENT: there is no `other`, only acme-dev\n")


@needs_ruby
def test_memory_and_processors_can_be_changed(alone: Path) -> None:
    def given(**variables: str) -> dict[str, dict[str, int]]:
        return {name: block for name, _, block in vagrant(alone, **variables)["vm"]["provider"]}

    assert given() == {name: {"memory": 2048, "cpus": 2} for name in ("virtualbox", "libvirt")}
    changed = given(OROGEN_VAGRANT_MEMORY="4096", OROGEN_VAGRANT_CPUS="1")
    assert changed == {name: {"memory": 4096, "cpus": 1} for name in ("virtualbox", "libvirt")}
    done = evaluate(alone, OROGEN_VAGRANT_MEMORY="4GiB")
    assert (done.returncode, done.stderr) == (1, "OROGEN_VAGRANT_MEMORY must be a number, not `4GiB`\n")


@needs_ruby
def test_the_private_key_is_uploaded_before_it_is_needed(alone: Path, private_key: Path) -> None:
    assert machines(vagrant(alone, OROGEN_PRIVATE_KEY="")) == machines(vagrant(alone))
    (machine,) = machines(vagrant(alone, OROGEN_PRIVATE_KEY=str(private_key))).values()
    (_, upload, _), (_, apply, _) = machine["provision"]
    assert upload == {"type": "file", "source": str(private_key), "destination": UPLOADED}
    assert apply["type"] == "shell"


@needs_ruby
def test_administrators_are_those_that_hiera_finds(alone: Path) -> None:
    def given() -> str:
        (machine,) = machines(vagrant(alone)).values()
        return str(machine["provision"][0][1]["args"][3])

    assert given() == "alice"
    overrides = alone / "overrides/environments/acme-dev.yaml"
    overrides.write_text("---\n")
    assert given() == "alice"
    overrides.write_text(yaml.safe_dump({ADMINISTRATORS: {"bob": ["key"], "vagrant": ["key"]}}))
    assert given() == "bob vagrant"


@needs_ruby
@needs_shellcheck
def test_the_provisioning_script_is_sound(alone: Path, tmp_path: Path) -> None:
    (machine,) = machines(vagrant(alone)).values()
    script = tmp_path / "provision"
    script.write_text(machine["provision"][0][1]["inline"])
    assert run(["shellcheck", "--shell=sh", script]).stdout == ""


class Guest:
    """A machine for the provisioning script, on which Debian's programs only write down their arguments."""

    def __init__(self, folder: Path, script: str) -> None:
        self.keys, self.uploaded, self.log = folder / "eyaml", folder / "uploaded.pem", folder / "log"
        self.repo, self.programs, self.script = folder / "repo", folder / "programs", folder / "provision"
        for made in (self.keys, self.repo / "bin", self.programs):
            made.mkdir(parents=True)
        self.script.write_text(script.replace("/etc/puppet/eyaml", str(self.keys)))
        fake(self.programs / "dpkg", self.log, 1)
        fake(self.programs / "apt-get", self.log)
        fake(self.programs / "install", self.log)

    def provision(self, exit_code: int, administrators: str = "vagrant") -> subprocess.CompletedProcess[str]:
        fake(self.repo / "bin/puppet-apply", self.log, exit_code)
        command: list[str | Path] = [
            "bash",
            self.script,
            "web1.acme.internal",
            self.repo,
            self.uploaded,
            administrators,
        ]
        return run(command, PATH=f"{self.programs}:{os.environ['PATH']}")


def fake(program: Path, log: Path, exit_code: int = 0) -> None:
    program.write_text(f'#!/bin/sh\necho "{program.name} $*" >>{log}\nexit {exit_code}\n')
    program.chmod(0o755)


@pytest.fixture
def guest(alone: Path, tmp_path: Path) -> Guest:
    (machine,) = machines(vagrant(alone)).values()
    return Guest(tmp_path / "guest", machine["provision"][0][1]["inline"])


@needs_ruby
@pytest.mark.parametrize(("puppet", "vagrants"), [(0, 0), (2, 0), (1, 1), (4, 4), (6, 6)])
def test_provisioning_succeeds_when_puppet_does(guest: Guest, puppet: int, vagrants: int) -> None:
    guest.uploaded.write_text("key")
    assert guest.provision(puppet).returncode == vagrants
    assert not guest.uploaded.exists()
    said = guest.log.read_text().splitlines()
    assert said[-1] == "puppet-apply web1.acme.internal --color=false"
    assert f"install -o puppet -m 0400 {guest.uploaded} {guest.keys}/private_key.pkcs7.pem" in said
    (packages,) = (line for line in said if line.startswith("apt-get") and "install" in line)
    assert packages.endswith("puppet-agent puppet-module-puppetlabs-stdlib hiera-eyaml")


@needs_ruby
def test_a_machine_keeps_its_key(guest: Guest) -> None:
    done = guest.provision(0)
    assert (done.returncode, guest.log.exists()) == (1, False)
    assert done.stderr.startswith("Set OROGEN_PRIVATE_KEY")
    (guest.keys / "private_key.pkcs7.pem").write_text("key")
    assert guest.provision(0).returncode == 0


@needs_ruby
def test_vagrant_is_not_locked_out(guest: Guest) -> None:
    guest.uploaded.write_text("key")
    done = guest.provision(0, "alice vagrants")
    assert (done.returncode, guest.log.exists(), guest.uploaded.exists()) == (1, False, False)
    assert done.stderr.startswith("This would lock Vagrant out")


@pytest.mark.skipif(not shutil.which("vagrant"), reason="no vagrant on this machine: apt install vagrant")
def test_vagrant_itself_takes_it(control_repo: Path, tmp_path: Path) -> None:
    variables = {"VAGRANT_CWD": str(control_repo), "VAGRANT_HOME": str(tmp_path), "VAGRANT_DOTFILE_PATH": str(tmp_path)}
    done = run(["vagrant", "validate", "--ignore-provider"], OROGEN_ENVIRONMENT="acme-prod", **variables)
    assert "Vagrantfile validated successfully." in done.stdout, done.stdout + done.stderr


def test_testinfra_understands_the_readmes_connections(control_repo: Path) -> None:
    readme = (control_repo / "README.md").read_text()
    node = {"certname": "web1.acme.internal", "name": "web1"}
    hosts = [host.format(**node) for host in re.findall(r"--connect '(\S+\?\S+)'", readme)]
    backends = [vars(get_backend(host)) for host in hosts]
    told = [(each["host"].name, each["sudo"], each["ssh_config"]) for each in backends]
    assert told == [("web1.acme.internal", True, None), ("web1", True, ".vagrant/ssh_config")]


@pytest.fixture
def production(control_repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a deployed bin/puppet-apply, and a PATH where `puppet` and `hostname` only tell."""
    programs, environment = tmp_path / "programs", tmp_path / "environments/production"
    programs.mkdir()
    (environment / "bin").mkdir(parents=True)
    shutil.copy(control_repo / "bin/puppet-apply", environment / "bin")
    for name, text in {
        "puppet": "printf '%s\\n' \"$@\"\nexit ${PUPPET_CODE:-0}",
        "hostname": "echo Web1.Acme-Prod.internal",
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    return environment


@pytest.mark.parametrize(
    ("arguments", "certname", "options"),
    [
        ([], "web1.acme-prod.internal", []),
        (["--noop"], "web1.acme-prod.internal", ["--noop"]),
        (["db1.acme.internal", "--noop", "--tags", "a b"], "db1.acme.internal", ["--noop", "--tags", "a b"]),
    ],
)
def test_puppet_apply_finds_its_place(
    production: Path, arguments: list[str], certname: str, options: list[str]
) -> None:
    done = run([production / "bin/puppet-apply", *arguments])
    assert done.returncode == 0, done.stderr
    given = ["apply", "--detailed-exitcodes", "--environmentpath", str(production.parent)]
    given += ["--environment", "production", "--certname", certname, *options]
    assert done.stdout.splitlines() == [*given, f"{production}/manifests/site.pp"]


@pytest.mark.parametrize("code", [0, 1, 2, 4, 6])
def test_puppet_apply_ends_as_puppet_does(production: Path, code: int) -> None:
    assert run([production / "bin/puppet-apply"], PUPPET_CODE=str(code)).returncode == code


def test_puppet_apply_wants_a_folder_that_puppet_takes_for_an_environment(production: Path) -> None:
    renamed = production.rename(production.with_name("control-repo"))
    done = run([renamed / "bin/puppet-apply"])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"puppet-apply: rename {renamed}: Puppet allows only letters, digits and _ in the name of that folder\n"
    )
    # A deployment that links to it.
    production.symlink_to(renamed)
    done = run([production / "bin/puppet-apply"])
    assert f"{production}/manifests/site.pp" in done.stdout.splitlines()


@needs_shellcheck
def test_puppet_apply_is_sound(control_repo: Path) -> None:
    assert run(["shellcheck", control_repo / "bin/puppet-apply"]).stdout == ""
