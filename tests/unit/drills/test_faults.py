from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.drills import faults
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.drills.faults import Fault
    from orogen.drills.ground import Ground
    from tests.unit.boxes.stand_in import StandIn

WEB = "web1.acme-prod.internal"
CACHE = "cache1.acme-prod.internal"


@pytest.mark.parametrize(
    ("fault", "begin", "end"),
    [
        (faults.KILLED, f"kill {WEB} {CACHE}", {f"start {WEB}", f"start {CACHE}"}),
        (faults.FROZEN, f"pause {WEB} {CACHE}", {f"unpause {WEB} {CACHE}"}),
    ],
)
def test_machines_are_lost_together(ground: Ground, stand_in: StandIn, fault: Fault, begin: str, end: set[str]) -> None:
    stand_in.answers("*is-system-running*", "running\n")
    fault.begin(ground, ("web1", "cache1"))
    assert [str(call) for call in stand_in.calls] == [begin]
    fault.end(ground, ("web1", "cache1"))
    assert {str(call) for call in stand_in.calls[1:] if call.words[0] != "exec"} == end
    assert fault.lost


def test_a_node_is_cut_off_within_its_own_namespace(ground: Ground, stand_in: StandIn) -> None:
    faults.CUT_OFF.begin(ground, ("web1",))
    faults.CUT_OFF.end(ground, ("web1",))
    cut, joined = stand_in.calls
    assert str(cut) == f"exec --interactive {WEB} sh -c nft -f - sh"
    assert cut.text.count("policy drop") == 2
    # The loopback stays: what runs on the node goes on.
    assert "iif lo accept" in cut.text
    assert "nft delete table inet orogen_drill" in str(joined)
    assert "table inet orogen_drill" in cut.text


@pytest.mark.parametrize(
    ("fault", "begin", "end"),
    [
        (faults.stopped("patroni"), "systemctl stop patroni", "systemctl start patroni"),
        (faults.killed("etcd"), "systemctl kill --kill-whom=all --signal=KILL etcd", "systemctl start etcd"),
        (
            faults.halted("oro-cron"),
            "systemctl kill --kill-whom=main --signal=STOP oro-cron",
            "systemctl kill --kill-whom=main --signal=CONT oro-cron || true",
        ),
    ],
)
def test_a_unit_is_broken_and_mended_on_its_node(
    ground: Ground, stand_in: StandIn, fault: Fault, begin: str, end: str
) -> None:
    fault.begin(ground, ("web1",))
    fault.end(ground, ("web1",))
    assert [str(call) for call in stand_in.calls] == [f"exec {WEB} sh -c {script} sh" for script in (begin, end)]
    assert not fault.lost


def test_what_fails_to_break_is_no_drill(ground: Ground, stand_in: StandIn) -> None:
    stand_in.answers("*systemctl stop*", err="Unit patroni.service not loaded.", code=5)
    with pytest.raises(OrogenError, match="not loaded"):
        faults.stopped("patroni").begin(ground, ("web1",))
