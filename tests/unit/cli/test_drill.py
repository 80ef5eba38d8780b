from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from orogen.boxes import layout
from orogen.boxes import podman as driver
from orogen.boxes.podman import Podman
from orogen.cli.drill import command
from orogen.cli.group import orogen
from orogen.drills import catalogue
from orogen.drills.model import Drill
from orogen.errors import OrogenError
from tests.unit.drills.samples import FAILED, NOT_RUN, PASSED
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result as Done

    from orogen.drills.ground import Ground
    from orogen.drills.model import Result


def _comes_to(found: Result | OrogenError, _ground: Ground, drill: Drill) -> Result:
    if isinstance(found, OrogenError):
        raise found
    return replace(found, name=drill.name)


@pytest.fixture
def up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Give a function that runs the command on boxes that have these drills, named by what comes of them."""
    from orogen.cli.today import today
    from orogen.plan.build import plan
    from orogen.spec.read import read

    spec = str(EXAMPLES / "boxes.yaml")
    environment = read(spec, today()).environment
    assert environment
    boxes = tuple(
        layout.Box(
            certname=node.certname,
            name=node.name,
            type=node.type.name,
            zone=node.zone,
            address=str(node.address),
            memory=node.type.memory,
            services=node.services,
        )
        for node in plan(environment).nodes
    )
    made = layout.Layout(
        environment="boxes", spec=spec, network="boxes.internal", image="image", outside="10.90.255.254", boxes=boxes
    )
    layout.write(tmp_path, made)
    monkeypatch.setattr(driver, "podman", Podman)

    def run(results: dict[str, Result | OrogenError], *arguments: str) -> Done:
        drills = tuple(
            Drill(name=name, service="web", about="it", run=partial(_comes_to, found))
            for name, found in results.items()
        )
        monkeypatch.setattr(catalogue, "STANDING", drills)
        monkeypatch.setattr(catalogue.visitors, "zones", lambda _plan: ())
        return CliRunner().invoke(command, ["--boxes", str(tmp_path), *arguments])

    return run


def test_list_needs_no_boxes(tmp_path: Path) -> None:
    done = CliRunner().invoke(orogen, ["drill", "list", "--boxes", str(tmp_path)])
    assert done.exit_code == 0
    assert "database-leader-killed       the leader's machine loses its power\n" in done.stdout
    assert "zone-lost-ZONE" in done.stdout


def test_list_names_the_zones_of_the_boxes_that_are_up(
    up: Callable[..., Done],
) -> None:
    done = up({"one": PASSED}, "list", "--format", "json")
    assert json.loads(done.stdout)["drills"] == [{"name": "one", "service": "web", "about": "it"}]


def test_all_of_them_pass(up: Callable[..., Done]) -> None:
    done = up({"one": PASSED, "two": PASSED}, "all")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "2 drills: 2 passed"
    assert done.stdout.count("stood still 36.6 s") == 2


def test_one_that_fails_is_a_no(up: Callable[..., Done]) -> None:
    done = up({"one": PASSED, "two": FAILED}, "one", "two")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == "2 drills: 1 passed, 1 failed"


def test_what_cannot_apply_here_is_no_failure_beside_others(up: Callable[..., Done]) -> None:
    done = up({"one": PASSED, "two": NOT_RUN}, "all")
    assert done.exit_code == 0
    assert "not run two" in done.stdout


def test_nothing_that_can_run_is_no_answer(up: Callable[..., Done]) -> None:
    done = up({"two": NOT_RUN}, "two")
    assert isinstance(done.exception, OrogenError)


@pytest.mark.parametrize("form", ["json", "junit"])
def test_results_of_programs_stand_alone_on_standard_output(up: Callable[..., Done], form: str) -> None:
    done = up({"one": FAILED}, "one", "--format", form)
    assert done.exit_code == 1
    assert done.stdout.startswith("{" if form == "json" else "<?xml")
    assert "FAILED  one" in done.stderr


def test_pages_are_written(up: Callable[..., Done], tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("report.html", "report.md", "report.json")]
    done = up({"one": PASSED}, "one", *(f"--report={file}" for file in files))
    assert done.exit_code == 0
    assert [file.read_text()[:2] for file in files] == ["<!", "# ", "{\n"]


def test_a_report_keeps_what_it_has_of_other_drills(up: Callable[..., Done], tmp_path: Path) -> None:
    files = [tmp_path / "report.json", tmp_path / "report.md"]
    pages = [f"--report={file}" for file in files]
    up({"one": PASSED, "two": FAILED, "three": NOT_RUN}, "one", "two", *pages)
    done = up({"one": PASSED, "two": PASSED, "three": NOT_RUN}, "two", "three", *pages)
    # Standard output is about this run, pages are about all of them.
    assert done.stdout.splitlines()[-1] == "2 drills: 1 passed, 1 not run"
    kept = json.loads(files[0].read_text())["results"]
    assert [(one["name"], one["state"]) for one in kept] == [("one", "passed"), ("two", "passed"), ("three", "not run")]
    assert "3 drills: 2 passed, 1 not run" in files[1].read_text()


def test_a_report_is_written_after_each_drill(up: Callable[..., Done], tmp_path: Path) -> None:
    page = tmp_path / "report.json"
    done = up({"one": PASSED, "two": OrogenError("not healthy")}, "all", f"--report={page}")
    assert done.exit_code == 1
    assert [one["state"] for one in json.loads(page.read_text())["results"]] == ["passed", "failed"]


def test_a_run_goes_on_where_the_last_one_ended(up: Callable[..., Done], tmp_path: Path) -> None:
    page = f"--report={tmp_path / 'report.json'}"
    up({"one": PASSED, "two": FAILED, "three": PASSED}, "one", "two", page)
    done = up({"one": FAILED, "two": PASSED, "three": PASSED}, "all", "--resume", page)
    assert done.stdout.splitlines()[-1] == "2 drills: 2 passed"
    done = up({"one": FAILED, "two": FAILED, "three": FAILED}, "all", "--resume", page)
    assert (done.exit_code, done.stdout) == (0, "0 drills: 0 passed\n")


def test_a_page_of_no_known_kind_is_refused_before_anything_breaks(up: Callable[..., Done], tmp_path: Path) -> None:
    done = up({"one": PASSED}, "one", f"--report={tmp_path / 'report.pdf'}")
    assert isinstance(done.exception, OrogenError)
    assert "stood still" not in done.output


def test_without_boxes_it_says_what_to_start_with(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["all", "--boxes", str(tmp_path)])
    assert isinstance(done.exception, OrogenError)
    assert "no boxes are up" in str(done.exception)
