"""A control repo of two environments with two nodes each: small, whole, on the real skeleton, and right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orogen.data import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

SKELETON = (
    "environment.conf",
    "hiera.yaml",
    "manifests/site.pp",
    "site-modules/profile/lib/puppet/functions/profile/node.rb",
)
WEB = ("web1.alpha.example", "web1.beta.example")
STORE = ("store1.alpha.example", "store1.beta.example")
NODES = (STORE[0], WEB[0], STORE[1], WEB[1])
"""In the order of the inventory: by environment, then by certificate name."""

_STORE = """\
# @summary A store with a password.
#
# @param port
#   Where it listens.
# @param password
#   What it asks for.
class profile::store (
  Stdlib::Port         $port,
  Sensitive[String[1]] $password,
) {
  package { 'store':
    ensure => installed,
  }

  file { '/etc/store.conf':
    mode    => '0600',
    content => epp('profile/store/store.conf.epp', { 'port' => $port, 'password' => $password }),
    require => Package['store'],
    notify  => Service['store'],
  }

  service { 'store':
    ensure => running,
    enable => true,
  }
}
"""

_WEB = """\
# @summary A web server with sites.
#
# @param sites
#   Name to where its files stand.
class profile::web (
  Hash[String[1], Struct[{ 'root' => Stdlib::Absolutepath }]] $sites,
) {
  $sites.each |$name, $site| {
    file { "/etc/web/${name}.conf":
      content => "root ${site['root']} on ${facts['os']['family']}\\n",
    }
  }
}
"""

FILES = {
    ".puppet-lint.rc": "--no-140chars-check\n",
    "overrides/README.md": "Written by hand.\n",
    "site-modules/profile/manifests/store.pp": _STORE,
    "site-modules/profile/manifests/web.pp": _WEB,
    "site-modules/profile/templates/store/store.conf.epp": (
        "<%- | Stdlib::Port $port, Sensitive[String[1]] $password | -%>\nport <%= $port %>\npassword <%= $password %>\n"
    ),
    "data/common.yaml": "---\nlookup_options:\n  '^profile::.*password$':\n    convert_to: Sensitive\n",
    "data/service/store.yaml": "---\nprofile::store::port: 7000\n",
}


def build(root: Path) -> Path:
    """Write the control repo; returns its folder."""
    for path in SKELETON:
        _write(root / path, (TEMPLATES / path).read_text())
    for path, text in FILES.items():
        _write(root / path, text)
    for name in ("alpha", "beta"):
        _write_environment(root, name)
    _write(root / "inventory.json", json.dumps(_inventory(), indent=2) + "\n")
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Break one thing: the text must be there, once or more, or the test would prove nothing."""
    text = (root / path).read_text()
    assert old in text, f"{path} has no {old!r}"
    (root / path).write_text(text.replace(old, new))


def _write_environment(root: Path, name: str) -> None:
    for node_type in ("store", "web"):
        _write(
            root / f"site-modules/role/manifests/{name}/{node_type}.pp",
            f"# @summary {name}: the {node_type} nodes.\n"
            f"class role::{name}::{node_type} {{\n  contain profile::{node_type}\n}}\n",
        )
        _write(
            root / f"data/environments/{name}/nodes/{node_type}1.{name}.example.yaml",
            f'---\norogen::note: "{node_type}1"\n',
        )
    _write(
        root / f"data/environments/{name}/types/web.yaml",
        "---\nprofile::web::sites:\n  shop:\n    root: /srv/shop\n  admin:\n    root: /srv/admin\n",
    )
    _write(root / f"data/environments/{name}/secrets.eyaml", f"---\nprofile::store::password: ENC[PKCS7,MIIB{name}]\n")


def _inventory() -> dict[str, object]:
    return {
        "format_version": "1",
        "environments": [
            {
                "name": name,
                "type": kind,
                "release": "6.1",
                "provider": "gcp",
                "os": os,
                "nodes": [
                    _node(f"{node_type}1.{name}.example", node_type, i) for i, node_type in enumerate(("store", "web"))
                ],
            }
            for name, kind, os in (("alpha", "production", "debian-12"), ("beta", "staging", "debian-13"))
        ],
    }


def _node(certname: str, node_type: str, number: int) -> dict[str, object]:
    return {
        "certname": certname,
        "name": certname.split(".")[0],
        "type": node_type,
        "zone": "europe-west1-b",
        "address": f"10.20.0.{10 + number}",
        "services": [node_type],
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
