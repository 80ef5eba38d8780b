from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.verify import syntax

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_found_by_kind(repo: Path) -> None:
    (repo / "modules/stdlib/manifests").mkdir(parents=True)
    (repo / "modules/stdlib/manifests/init.pp").write_text("not ours [")
    (repo / ".git").mkdir()
    (repo / ".git/config.yaml").write_text("[")
    files = syntax.files_in(repo)
    assert files.templates == ("site-modules/profile/templates/store/store.conf.epp",)
    assert files.functions == ("site-modules/profile/lib/puppet/functions/profile/node.rb",)
    assert files.json == ("inventory.json",)
    assert "manifests/site.pp" in files.manifests
    assert "data/environments/alpha/secrets.eyaml" in files.data
    assert not [path for path in files.manifests if path.startswith("modules/")]


def test_broken_json_is_found_where_it_breaks(repo: Path) -> None:
    (repo / "metadata.json").write_text('{\n  "name": "x",\n}\n')
    (repo / "bytes.json").write_bytes(b"\xff\xff\xff")
    problems = syntax.broken_json(repo, syntax.files_in(repo))
    assert [problem.place for problem in problems] == ["bytes.json:1", "metadata.json:3:1"]
