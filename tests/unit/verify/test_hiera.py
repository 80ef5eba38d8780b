"""Which files a node reads, and which nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.verify import hiera, inventory
from tests.unit.verify.control_repo import NODES, STORE

if TYPE_CHECKING:
    from pathlib import Path


def test_a_node_reads_its_files_in_the_order_in_which_they_win(repo: Path) -> None:
    (repo / "overrides/common.yaml").write_text("---\n")
    (repo / "data/service/another.yaml").write_text("---\n")
    node = next(node for node in inventory.read(repo)[0] if node.certname == STORE[0])
    assert hiera.files_of(repo, hiera.read(repo), node) == (
        "overrides/common.yaml",
        "data/environments/alpha/secrets.eyaml",
        "data/environments/alpha/nodes/store1.alpha.example.yaml",
        "data/service/another.yaml",
        "data/service/store.yaml",
        "data/common.yaml",
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("overrides/web1.alpha.example.yaml", "not in overrides/nodes"),
        ("overrides/nodes/web9.alpha.example.yaml", "no such node"),
        ("data/environments/gone/environment.yaml", "no such environment"),
        ("data/environments/alpha/nodes/web1.alpha.example.yml", "wrong ending"),
        ("data/service/deep/store.yaml", "below what the glob finds"),
    ],
)
def test_a_file_that_nobody_reads_is_found(repo: Path, path: str, reason: str) -> None:
    (repo / path).parent.mkdir(parents=True, exist_ok=True)
    (repo / path).write_text("---\nkey: value\n")
    found = hiera.unread(repo, hiera.read(repo), inventory.read(repo)[0])
    assert [problem.file for problem in found] == [path], reason


@pytest.mark.parametrize(
    "path",
    ["data/release/5.1.yaml", "data/os/debian-11.yaml", "data/provider/oci.yaml", "overrides/environments/beta.yaml"],
)
def test_defaults_that_a_later_node_may_read_are_not_found(repo: Path, path: str) -> None:
    (repo / path).parent.mkdir(parents=True, exist_ok=True)
    (repo / path).write_text("---\n")
    assert hiera.unread(repo, hiera.read(repo), inventory.read(repo)[0]) == ()


def test_a_level_without_its_folder_is_found(repo: Path) -> None:
    text = (repo / "hiera.yaml").read_text().replace("datadir: overrides", "datadir: overides")
    (repo / "hiera.yaml").write_text(text)
    (problem,) = hiera.missing_folders(repo, hiera.read(repo))
    assert "overides" in problem.message


@pytest.mark.parametrize("text", ["", "[", "- a\n", "version: 5\n", "hierarchy: [x]\n", "hierarchy: {a: b}\n"])
def test_a_hierarchy_that_cannot_be_understood_has_no_levels(tmp_path: Path, text: str) -> None:
    (tmp_path / "hiera.yaml").write_text(text)
    assert hiera.read(tmp_path).levels == ()


def test_every_node_of_the_inventory_is_read_in_order(repo: Path) -> None:
    nodes, problems = inventory.read(repo)
    assert tuple(node.certname for node in nodes) == NODES
    assert problems == ()
    assert nodes[1].variables["orogen.type"] == "web"
    assert nodes[1].variables["trusted.certname"] == "web1.alpha.example"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"type": "web"', '"typ": "web"', "KeyError 'type'"),
        ('"10.20.0.10"', '"10.20.0.310"', "10.20.0.310"),
        ('"web1.alpha.example"', '"store1.alpha.example"', "store1.alpha.example stands here twice"),
        ('"environments": [', '"environments": 3, "x": [', "TypeError"),
    ],
)
def test_an_inventory_that_cannot_be_understood_is_a_problem(repo: Path, old: str, new: str, message: str) -> None:
    path = repo / "inventory.json"
    path.write_text(path.read_text().replace(old, new))
    _, problems = inventory.read(repo)
    assert message in problems[0].message
