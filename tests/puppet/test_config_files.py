"""Every configuration file whose program can check it is checked by that program, as Debian 13 ships it.

What Puppet would run as `validate_cmd` on a node runs here on the same bytes, with the catalog's other files in place.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from orogen.verify.catalogs import compile_catalogs
from tests.puppet.conftest import DEBIAN_13

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.verify.catalogs import Catalog

# Programs that Debian does not package: their files are checked on a real node only.
VENDORS_ONLY = ("cloudflared", "mongod", "php8.5", "php-fpm8.5")


@pytest.fixture(scope="module")
def catalogs(control_repo: Path, private_key: Path) -> dict[str, Catalog]:
    """Give the catalog of one node of each type that runs Debian 13."""
    environments = json.loads((control_repo / "inventory.json").read_text())["environments"]
    first = {
        (environment["name"], node["type"]): node["certname"]
        for environment in environments
        if environment["os"] == "debian-13"
        for node in reversed(environment["nodes"])
    }
    return compile_catalogs(control_repo, certnames=first.values(), private_key=private_key)


@pytest.fixture(scope="module")
def addresses(control_repo: Path) -> dict[str, str]:
    environments = json.loads((control_repo / "inventory.json").read_text())["environments"]
    return {node["certname"]: node["address"] for environment in environments for node in environment["nodes"]}


def files_of(catalog: Catalog) -> dict[str, dict[str, Any]]:
    files = {
        parameters.get("path", reference[5:-1]): parameters
        for reference, parameters in catalog.items()
        if reference.startswith("File[") and "content" in parameters
    }
    return dict(sorted(files.items()))


def text_of(content: Any) -> str:
    return str(content["__pvalue"] if isinstance(content, dict) else content)


def accounts_of(catalog: Catalog) -> list[str]:
    """Give commands that make the catalog's own users and groups: some programs look for them."""
    names = sorted(ref[ref.index("[") + 1 : -1] for ref in catalog if ref.startswith(("User[", "Group[")))
    return [f"getent passwd {name} >/dev/null || useradd --system --user-group {name} 2>/dev/null" for name in names]


def test_programs_accept_what_is_rendered(
    catalogs: dict[str, Catalog], addresses: dict[str, str], debian_13: Path, tmp_path: Path
) -> None:
    assert debian_13.is_dir()
    refused, checked = [], set()
    for certname, catalog in catalogs.items():
        root = tmp_path / certname
        # In a network of its own, where the node has its address: nginx binds to it and Postfix looks for it.
        lines = ["set -u", "ip link set lo up", f"ip address add {addresses[certname]}/32 dev lo"]
        lines += [f"cp -r {root}/. /", *accounts_of(catalog)]
        for path, parameters in files_of(catalog).items():
            file = root / path.removeprefix("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text_of(parameters["content"]))
            file.chmod(0o755 if str(parameters.get("mode", "")).endswith("5") else 0o644)
            check = parameters.get("validate_cmd", "")
            if check and not any(program in check for program in VENDORS_ONLY):
                line = check.replace("%", shlex.quote(path))
                lines.append(f"said=$({line} 2>&1) || printf '%s\\n' {shlex.quote(path)} \"$said\" | tail -n 20")
                checked.add(path)
        command = ["unshare", "--net", DEBIAN_13, "sh", "-c", "\n".join(lines)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.stdout or done.returncode:
            refused.append(f"{certname}:\n{done.stdout}{done.stderr}")
    assert not refused, "\n".join(refused)
    assert len(checked) > 10
