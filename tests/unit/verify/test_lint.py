from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.verify import lint, syntax
from tests.unit.verify.control_repo import edit

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = "site-modules/profile/manifests/store.pp"
needs_lint = pytest.mark.skipif(shutil.which("puppet-lint") is None, reason="no puppet-lint here")


@needs_lint
def test_a_whole_repo_has_no_warning(repo: Path) -> None:
    assert lint.lint(repo, syntax.files_in(repo).manifests) == ()


@needs_lint
def test_a_warning_is_found_where_it_is(repo: Path) -> None:
    edit(repo, PROFILE, "ensure => running", 'ensure => "running"')
    (problem,) = lint.lint(repo, (PROFILE,)) or ()
    assert problem.place == f"{PROFILE}:23:15"
    assert problem.message == "double quoted string containing no variables (double_quoted_strings)"


@needs_lint
def test_the_repos_own_configuration_counts(repo: Path) -> None:
    edit(repo, PROFILE, "ensure => running", 'ensure => "running"')
    (repo / ".puppet-lint.rc").write_text("--no-double_quoted_strings-check\n")
    assert lint.lint(repo, (PROFILE,)) == ()


@needs_lint
def test_a_configuration_that_it_does_not_understand_is_an_error(repo: Path) -> None:
    (repo / ".puppet-lint.rc").write_text("--no-such-option\n")
    with pytest.raises(OrogenError, match="puppet-lint broke down"):
        lint.lint(repo, (PROFILE,))


def test_silence_is_an_error(repo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "puppet-lint").write_text("#!/bin/sh\necho broken >&2\nexit 2\n")
    (tmp_path / "puppet-lint").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(OrogenError, match="puppet-lint broke down: broken"):
        lint.lint(repo, (PROFILE,))


def test_no_manifests_no_problems(repo: Path) -> None:
    assert not lint.lint(repo, ())


def test_without_puppet_lint_there_is_no_answer(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert lint.lint(repo, (PROFILE,)) is None
