from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes.layout import LOGS
from orogen.boxes.logs import collect, journal
from orogen.errors import OrogenError
from tests.unit.boxes.samples import LAYOUT

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.podman import Podman
    from tests.unit.boxes.stand_in import StandIn


@pytest.mark.parametrize(("unit", "chosen"), [(None, ()), ("nginx*", ("--unit=nginx*",))])
def test_a_journal_of_one_unit_or_all(
    podman: Podman, stand_in: StandIn, unit: str | None, chosen: tuple[str, ...]
) -> None:
    stand_in.answers("exec web1.acme.internal journalctl *", "a line\n")
    assert journal(podman, "web1.acme.internal", unit) == "a line\n"
    (call,) = stand_in.calls
    assert call.words[4:] == chosen


def test_a_box_that_does_not_run_has_no_journal(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("*", err="Error: the container is not running\n", code=255)
    with pytest.raises(OrogenError, match="the container is not running"):
        journal(podman, "web1.acme.internal", None)


def test_everything_is_collected_where_it_can_be_had(podman: Podman, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.answers("exec web2.acme.internal *", err="Error: the container is not running\n", code=255)
    stand_in.answers("exec * journalctl *", "a line\n")
    stand_in.answers("exec * systemctl *", "a unit\n")
    puppet = tmp_path / "boxes" / LOGS / "web1" / "puppet.log"
    puppet.parent.mkdir(parents=True)
    puppet.write_text("a run\n")
    target = tmp_path / "several" / "new"
    for _ in range(2):
        collect(podman, LAYOUT, tmp_path / "boxes", target)
    assert {path.name for path in target.iterdir()} == {*LAYOUT.containers, "puppet"}
    web1 = target / "web1.acme.internal"
    assert (web1 / "journal.log").read_text() == "a line\n"
    assert (web1 / "units.log").read_text() == "a unit\n"
    assert (target / "puppet/web1/puppet.log").read_text() == "a run\n"
