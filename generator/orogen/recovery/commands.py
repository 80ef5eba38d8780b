"""The command lines of a runbook that more than one step needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.recovery.runbook import Commands

if TYPE_CHECKING:
    from orogen.plan.model import Node
    from orogen.recovery.facts import Facts

FOLDER = "/etc/puppet/code/environments/production"
_APPLY = f"{FOLDER}/bin/puppet-apply"
_KEYS = "/etc/puppet/eyaml"
_PACKAGES = "rsync puppet-agent puppet-module-puppetlabs-stdlib hiera-eyaml"
# Side by side; without /dev/null, ssh would read the rest of the list.
_FOR_EACH_END = (
    "  ) </dev/null >$name.log 2>&1 &",
    "done <nodes",
    "wait",
    "grep Error: *.log  # finds nothing when all went well",
)
KEY = "$OROGEN_PRIVATE_KEY"
HERE = "On your machine, in the VPN, beside the control repos"


def first_runs(facts: Facts, repo: str) -> Commands:
    """Give what brings Puppet, the control repo and its private key onto empty machines, and runs it everywhere."""
    return Commands(
        HERE,
        (
            *_nodes(facts, repo),
            "for address in $(cut -d ' ' -f 2 nodes); do",
            "  ssh-keygen -R $address",
            "  ssh-keyscan $address >>~/.ssh/known_hosts",
            "done",
            "while read -r name address; do",
            "  (",
            f"    ssh root@$address 'apt-get -qq update && apt-get -qq install --yes {_PACKAGES} \\",
            f"      && install -d {_KEYS} {FOLDER}' &&",
            f"    rsync -a --delete --exclude=.git {repo}/ root@$address:{FOLDER}/ &&",
            f"    rsync -a --chmod=0400 {KEY} root@$address:{_KEYS}/private_key.pkcs7.pem &&",
            f"    rsync -a {repo}/.orogen/public_key.pkcs7.pem root@$address:{_KEYS}/ &&",
            f"    ssh root@$address {_APPLY} $name",
            *_FOR_EACH_END,
        ),
    )


def runs(facts: Facts, repo: str) -> Commands:
    """Give what brings a changed control repo onto nodes that were set up before, and runs Puppet everywhere."""
    who = facts.administrator
    sudo, remote = ("", "") if who == "root" else ("sudo ", " --rsync-path='sudo rsync'")
    return Commands(
        HERE,
        (
            *_nodes(facts, repo),
            "while read -r name address; do",
            "  (",
            f"    rsync -a --delete --exclude=.git{remote} {repo}/ {who}@$address:{FOLDER}/ &&",
            f"    ssh {who}@$address {sudo}{_APPLY} $name",
            *_FOR_EACH_END,
        ),
    )


def _nodes(facts: Facts, repo: str) -> tuple[str, ...]:
    """Give the lines that write each node's name and address into a file."""
    return (
        f'jq -r \'.environments[] | select(.name == "{facts.environment.name}").nodes[]',
        f'  | .certname + " " + .address\' {repo}/inventory.json >nodes',
    )


def on_desk(facts: Facts, region: str, *lines: str) -> Commands:
    """Give commands for the node that administrators work from in a region."""
    return _on(facts.desk(region), lines)


def on_backup(facts: Facts, region: str, *lines: str) -> Commands:
    """Give commands for the node that makes the backup sets in a region."""
    return _on(facts.places(region).cluster("backup")[0], lines)


def _on(node: Node, lines: tuple[str, ...]) -> Commands:
    return Commands(f"On {node.name} ({node.address}), as root", lines)


def checks_of(facts: Facts, repo: str) -> Commands:
    """Give the run of the control repo's own checks."""
    name, who = facts.environment.name, facts.administrator
    connect = f"ssh://{who}@{{address}}" + ("" if who == "root" else "?sudo=true")
    return Commands(
        HERE,
        (
            f"pip install --requirement {repo}/tests/requirements.txt",
            f"pytest {repo}/tests --environment {name} --connect '{connect}'",
        ),
    )
