from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from orogen.cli.group import orogen
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

SURVIVING = str(EXAMPLES / "acme-prod.yaml")
ALONE = str(EXAMPLES / "development.yaml")


def test_a_shop_that_survives_is_fine() -> None:
    result = CliRunner().invoke(orogen, ["survive", SURVIVING])
    assert result.exit_code == 0
    assert result.stdout.endswith("The shop survives the loss of any one node and of any one zone.\n")


def test_one_that_does_not_is_a_no() -> None:
    result = CliRunner().invoke(orogen, ["survive", SURVIVING, ALONE])
    assert result.exit_code == 1
    assert "does not survive the loss of zone europe-west1-b, node app1." in result.stdout
    assert "The shop survives the loss of any one node" in result.stdout


def test_a_spec_with_an_error_is_told_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "env.yaml").write_text("version: 1\nname: 7\n")
    result = CliRunner().invoke(orogen, ["survive", str(tmp_path / "env.yaml")])
    assert result.exit_code == 1, result.exception
    assert "env.yaml:2:7" in result.stderr


def test_json_has_every_loss() -> None:
    result = CliRunner().invoke(orogen, ["survive", "--format", "json", SURVIVING, ALONE])
    report = json.loads(result.stdout)
    assert report["format_version"] == "1"
    assert [one["survives"] for one in report["environments"]] == [True, False]
    first = report["environments"][0]
    assert [loss["name"] for loss in first["losses"] if loss["kind"] == "zone"] == [
        "europe-west1-b",
        "europe-west1-c",
        "europe-west1-d",
    ]
    assert len([loss for loss in first["losses"] if loss["kind"] == "node"]) == 22
