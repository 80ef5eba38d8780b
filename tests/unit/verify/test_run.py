"""The whole verification: what is run, what is left out, in which order it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.verify import ruby
from orogen.verify.run import Options, verify
from tests.unit.verify.control_repo import NODES, STORE, build, edit

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.verify.report import NodeResult

needs_puppet = pytest.mark.skipif(ruby.find() is None, reason="no Puppet here: apt install puppet-agent")


def _quiet(_result: NodeResult, _done: int, _total: int) -> None:
    pass


@pytest.fixture
def without_puppet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruby, "find", lambda: None)


@needs_puppet
def test_nodes_are_told_in_the_order_of_the_inventory_whoever_ends_first(repo: Path) -> None:
    told: list[tuple[str, int, int]] = []
    report = verify(repo, Options(jobs=2), lambda result, done, total: told.append((result.node.certname, done, total)))
    assert told == [(certname, number, 4) for number, certname in enumerate(NODES, start=1)]
    assert tuple(result.node.certname for result in report.nodes) == NODES
    assert report.ok
    assert report.secrets == "placeholders"
    assert {check.name: check.status for check in report.checks} == {
        "data": "passed",
        "syntax": "passed",
        "lint": "passed",
        "catalogs": "passed",
        "secrets": "passed",
    }


@pytest.mark.usefixtures("warm_only")
def test_one_mistake_on_many_nodes_is_one_problem(repo: Path) -> None:
    edit(repo, "site-modules/profile/manifests/store.pp", "package {", "package [")
    report = verify(repo, Options(), _quiet)
    (problem,) = [problem for problem in report.problems if problem.check == "syntax"]
    assert problem.nodes == STORE
    assert problem.spec == ("alpha: nodes.store", "beta: nodes.store")
    assert [result.ok for result in report.nodes] == [False, True, False, True]


@pytest.mark.usefixtures("warm_only")
def test_a_module_of_the_puppetfile_that_is_not_installed_leaves_catalogs_out(repo: Path) -> None:
    (repo / "Puppetfile").write_text("mod 'puppetlabs-stdlib', '8.5.0'\nmod 'puppet/nothing', '1.0.0'\n")
    report = verify(repo, Options(), _quiet)
    (note,) = {check.note for check in report.checks if check.note}
    assert note.startswith("no module nothing (r10k puppetfile install, or apt install")
    assert {check.status for check in report.checks if check.note} == {"skipped"}


@pytest.mark.usefixtures("without_puppet")
def test_without_puppet_the_rest_is_checked(repo: Path) -> None:
    (repo / "metadata.json").write_text("{")
    report = verify(repo, Options(), _quiet)
    status = {check.name: check.status for check in report.checks}
    assert (status["catalogs"], status["syntax"], status["secrets"], status["data"]) == (*["skipped"] * 3, "failed")
    assert [problem.file for problem in report.problems] == ["metadata.json"]


@pytest.mark.usefixtures("without_puppet")
def test_a_broken_inventory_is_told_once_with_its_place(repo: Path) -> None:
    (repo / "inventory.json").write_text('{"environments": [}')
    report = verify(repo, Options(), _quiet)
    assert [problem.place for problem in report.problems] == ["inventory.json:1:19"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(node="web1"), (NODES[1], NODES[3])),
        (Options(node="web*", environment="b*"), (NODES[3],)),
        (Options(node=NODES[0]), (NODES[0],)),
    ],
)
@pytest.mark.usefixtures("warm_only")
def test_patterns_choose_nodes(repo: Path, options: Options, expected: tuple[str, ...]) -> None:
    report = verify(repo, options, _quiet)
    assert tuple(result.node.certname for result in report.nodes) == expected


@pytest.mark.usefixtures("without_puppet")
def test_a_pattern_that_fits_no_node_is_an_error(repo: Path) -> None:
    with pytest.raises(OrogenError, match=r"no node fits --node nobody --environment \*"):
        verify(repo, Options(node="nobody"), _quiet)


def test_a_folder_that_is_no_control_repo_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OrogenError, match="there is no folder"):
        verify(tmp_path / "nothing", Options(), _quiet)
    with pytest.raises(OrogenError, match=r"it has no environment\.conf, hiera\.yaml, inventory\.json"):
        verify(tmp_path, Options(), _quiet)
    build(tmp_path)
    (tmp_path / "inventory.json").unlink()
    with pytest.raises(OrogenError, match=r"it has no inventory\.json$"):
        verify(tmp_path, Options(), _quiet)
