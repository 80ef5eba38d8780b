from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.plan.build import plan
from orogen.recovery.environment import recovered
from orogen.recovery.overrides import overrides, remarks
from tests.unit.recovery.test_environment import of_example

if TYPE_CHECKING:
    from pathlib import Path

PLAN = plan(recovered(of_example()))


def write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / "overrides" / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_what_the_environments_nodes_read_goes_along(tmp_path: Path) -> None:
    primary = write(tmp_path, common="a: 1\n", environments__other="b: 2\n")
    (primary / "overrides/environments/acme-prod.yaml").write_text("c: 3\n")
    (primary / "overrides/nodes").mkdir()
    (primary / "overrides/nodes/web1.acme-prod.internal.yaml").write_text("d: 4\n")
    assert overrides(primary, PLAN) == {
        "overrides/common.yaml": b"a: 1\n",
        "overrides/environments/acme-prod.yaml": b"c: 3\n",
        "overrides/nodes/web1.acme-prod.internal.yaml": b"d: 4\n",
    }


def test_an_address_of_the_lost_region_is_told_with_its_line(tmp_path: Path) -> None:
    primary = write(tmp_path / "control-repo", common="a: 1\nb: http://10.20.7.9:9093/\nc: 110.20.7.9\nd: 10.120.7.9\n")
    said = [*remarks(tmp_path / "recovery-repo", primary, PLAN)]
    assert said == [f"{tmp_path}/recovery-repo/overrides/common.yaml:2: 10.20.7.9 is an address of europe-west1"]


def test_what_people_changed_on_one_side_is_told(tmp_path: Path) -> None:
    primary = write(tmp_path / "control-repo", common="a: 1\n")
    recovery = write(tmp_path / "recovery-repo", common="a: 2\n")
    (said,) = remarks(recovery, primary, PLAN)
    assert said.startswith(f"{recovery}/overrides/common.yaml is not as {primary}/overrides/common.yaml")
    assert not [*remarks(primary, primary, PLAN)]
