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


def files_of(catalog: Catalog) -> dict[str, dict[str, Any]]:
    files = {
        parameters.get("path", reference[5:-1]): parameters
        for reference, parameters in catalog.items()
        if reference.startswith("File[") and "content" in parameters
    }
    return dict(sorted(files.items()))


def text_of(content: Any) -> str:
    return str(content["__pvalue"] if isinstance(content, dict) else content)


def test_programs_accept_what_is_rendered(catalogs: dict[str, Catalog], debian_13: Path, tmp_path: Path) -> None:
    assert debian_13.is_dir()
    refused, checked = [], set()
    for certname, catalog in catalogs.items():
        root, lines = tmp_path / certname, ["set -u", f"cp -r {tmp_path / certname}/. /"]
        for path, parameters in files_of(catalog).items():
            file = root / path.removeprefix("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text_of(parameters["content"]))
            if "validate_cmd" in parameters:
                command = parameters["validate_cmd"].replace("%", shlex.quote(path))
                lines.append(f"said=$({command} 2>&1) || printf '%s\\n' {shlex.quote(path)} \"$said\"")
                checked.add(path)
        done = subprocess.run([DEBIAN_13, "sh", "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
        if done.stdout or done.returncode:
            refused.append(f"{certname}:\n{done.stdout}{done.stderr}")
    assert not refused, "\n".join(refused)
    assert len(checked) > 10
