"""`orogen verify` as a person and as a program see it."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from orogen.cli.verify import command
from orogen.errors import OrogenError
from orogen.verify import ruby
from tests.unit.verify.control_repo import WEB, build, edit

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TYPE_DATA = "data/environments/alpha/types/web.yaml"
needs_puppet = pytest.mark.skipif(ruby.find() is None, reason="no Puppet here: apt install puppet-agent")
needs_lint = pytest.mark.skipif(shutil.which("puppet-lint") is None, reason="no puppet-lint here")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OROGEN_PRIVATE_KEY", raising=False)
    return build(tmp_path / "control-repo")


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@needs_puppet
@needs_lint
def test_a_right_repo_in_text(repo: Path) -> None:
    result = _run(repo)
    shown = re.sub(r"[\d.]+ (m?s)\b", r"N \1", result.stdout).replace(ruby_version(result.stdout), "V")
    assert shown == (
        "ok     store1.alpha.example  3 resources, N ms\n"
        "ok     web1.alpha.example  2 resources, N ms\n"
        "ok     store1.beta.example  3 resources, N ms\n"
        "ok     web1.beta.example  2 resources, N ms\n"
        "\n"
        "no problems in N s with Puppet V (data: 11 YAML files, 1 JSON file; syntax: 7 manifests, 1 template; "
        "lint: 7 manifests; catalogs: 4 nodes; secrets: 4 catalogs)\n"
    )
    assert (result.stderr, result.exit_code) == ("", 0)


@needs_puppet
def test_a_mistake_in_text(repo: Path) -> None:
    edit(repo, TYPE_DATA, "root: /srv/admin", "root: srv/admin")
    result = _run(repo, "--node", "web1")
    assert "FAILED web1.alpha.example  1 problem\nok     web1.beta.example  2 resources" in result.stdout
    assert (
        f"\n{TYPE_DATA}:6:11: catalogs: Class[Profile::Web]: parameter 'sites' entry 'admin' entry 'root' expects a "
        "Stdlib::Absolutepath, got String\n"
        "  nodes: web1.alpha.example\n"
        "  key: profile::web::sites\n"
        "  spec: alpha: nodes.web\n"
    ) in result.stdout
    assert result.exit_code == 1


@needs_puppet
def test_a_mistake_in_json(repo: Path) -> None:
    edit(repo, TYPE_DATA, "root: /srv/admin", "root: srv/admin")
    result = _run(repo, "--format", "json", "--environment", "alpha")
    found = json.loads(result.stdout)
    assert (found["format_version"], found["ok"], found["error_count"], found["skipped"]) == ("1", False, 1, [])
    assert [(node["certname"], node["ok"]) for node in found["nodes"]] == [
        ("store1.alpha.example", True),
        ("web1.alpha.example", False),
    ]
    (diagnostic,) = found["diagnostics"]
    assert (
        diagnostic.items()
        >= {
            "code": "catalogs",
            "severity": "error",
            "file": TYPE_DATA,
            "line": 6,
            "column": 11,
            "nodes": [WEB[0]],
            "spec": ["alpha: nodes.web"],
            "key": "profile::web::sites",
        }.items()
    )
    assert result.exit_code == 1


def test_without_puppet_one_line_says_so(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruby, "find", lambda: None)
    result = _run(repo)
    assert "catalogs not compiled: no Puppet found (apt install puppet-agent)\n" in result.stderr
    assert result.exit_code == 0
    skipped = json.loads(_run(repo, "--format", "json").stdout)["skipped"]
    assert {"name": "catalogs", "why": "no Puppet found (apt install puppet-agent)"} in skipped


def test_puppet_can_be_required(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruby, "find", lambda: None)
    result = _run(repo, "--require-puppet")
    assert isinstance(result.exception, OrogenError)
    assert str(result.exception) == "catalogs not compiled: no Puppet found (apt install puppet-agent)"


def test_a_folder_that_is_no_control_repo_is_an_error(tmp_path: Path) -> None:
    result = _run(tmp_path)
    assert isinstance(result.exception, OrogenError)


def ruby_version(shown: str) -> str:
    return re.findall(r"Puppet (\S+)", shown)[0]
