"""Who stands by, who is the shop, and which control repo is whose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from orogen.errors import OrogenError
from orogen.recovery import state
from orogen.recovery.control_repo import Wish, states_of, there
from orogen.recovery.state import NORMAL, State, content, read, refuse_elsewhere, refuse_recovery
from tests.unit.recovery.test_environment import of_example

if TYPE_CHECKING:
    from pathlib import Path

STANDBY, LIVE, BACK = State(True, True), State(True, False), State(False, True)
ENVIRONMENT = of_example()


def holding(root: Path, states: dict[str, State], *names: str) -> Path:
    """Make what is left of a control repo with these environments."""
    (root / ".orogen").mkdir(parents=True)
    (root / state.FILE).write_bytes(content(states))
    files = {f"data/environments/{name}/environment.yaml": "0" * 64 for name in names}
    (root / ".orogen/lock.json").write_text(json.dumps({"format_version": "1", "version": "1", "files": files}))
    return root


@pytest.mark.parametrize(
    ("wish", "present", "state"),
    [
        (Wish(), None, STANDBY),
        (Wish(), LIVE, LIVE),
        (Wish(), STANDBY, STANDBY),
        (Wish(standby=False), STANDBY, LIVE),
        (Wish(standby=True), LIVE, STANDBY),
        (Wish(standby=False, only=("other",)), STANDBY, STANDBY),
        (Wish(standby=False, only=("other",)), None, STANDBY),
        (Wish(standby=False, only=("acme-prod",)), None, LIVE),
        (Wish(back=True), None, BACK),
        (Wish(back=True), BACK, BACK),
        (Wish(back=True, standby=False), BACK, NORMAL),
        (Wish(back=True, only=("other",)), None, NORMAL),
        (Wish(back=True, only=("other",)), BACK, BACK),
    ],
)
def test_who_comes_for_the_first_time_stands_by_and_then_it_is_as_it_was(
    wish: Wish, present: State | None, state: State
) -> None:
    assert wish.state("acme-prod", present) == state


def test_the_state_is_kept_and_what_is_as_usual_is_not_in_it(tmp_path: Path) -> None:
    (tmp_path / ".orogen").mkdir()
    (tmp_path / state.FILE).write_bytes(content({"one": LIVE, "two": NORMAL, "three": BACK}))
    assert read(tmp_path) == {"one": LIVE, "three": BACK}
    assert read(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"environments": {"a": 1}}', '{"environments": {"a": {}}}', "\xff"])
def test_a_damaged_state_is_no_state(tmp_path: Path, text: str) -> None:
    (tmp_path / ".orogen").mkdir()
    (tmp_path / state.FILE).write_text(text, encoding="latin-1")
    with pytest.raises(OrogenError, match=r"recovery\.json is damaged"):
        read(tmp_path)


def test_each_region_has_a_control_repo_of_its_own(tmp_path: Path) -> None:
    primary = holding(tmp_path / "primary", {}, "acme-prod")
    recovery = holding(tmp_path / "recovery", {"acme-prod": LIVE}, "acme-prod")
    assert states_of(recovery, [ENVIRONMENT], Wish()) == {"acme-prod": LIVE}
    assert states_of(primary, [ENVIRONMENT], Wish(back=True)) == {"acme-prod": BACK}
    with pytest.raises(OrogenError, match="as it is in its primary region"):
        states_of(primary, [ENVIRONMENT], Wish())
    with pytest.raises(OrogenError, match="as it is in its recovery region"):
        states_of(recovery, [ENVIRONMENT], Wish(back=True))
    with pytest.raises(OrogenError, match="does not hold `acme-prod`"):
        states_of(tmp_path / "new", [ENVIRONMENT], Wish(back=True))


def test_the_way_back_renders_what_the_spec_says() -> None:
    assert there(ENVIRONMENT, NORMAL) == ENVIRONMENT
    assert there(ENVIRONMENT, BACK).location == ENVIRONMENT.location
    assert there(ENVIRONMENT, BACK).standby
    assert there(ENVIRONMENT, LIVE).location.region == "europe-west4"
    assert not there(ENVIRONMENT, LIVE).standby


def test_other_commands_keep_off(tmp_path: Path) -> None:
    recovery = holding(tmp_path / "recovery", {"acme-prod": LIVE}, "acme-prod")
    back = holding(tmp_path / "back", {"acme-prod": BACK}, "acme-prod")
    for refuse in (refuse_recovery, refuse_elsewhere):
        with pytest.raises(OrogenError, match="in its recovery region"):
            refuse(recovery, ["acme-prod"])
        refuse(recovery, ["other"])
    with pytest.raises(OrogenError, match="standing by"):
        refuse_elsewhere(back, ["acme-prod"])
    refuse_recovery(back, ["acme-prod"])
