"""Boxes that are none: podman is a stand-in, and the layout that of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes.layout import Box, Layout
from orogen.boxes.podman import Podman
from orogen.drills.ground import Ground
from orogen.plan.build import plan
from tests.samples import production
from tests.unit.boxes.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

PLAN = plan(production())


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn(tmp_path / "stand-in")
    stand_in.put_on_path(monkeypatch)
    return stand_in


@pytest.fixture
def ground(tmp_path: Path, stand_in: StandIn) -> Ground:
    assert stand_in.program.exists()
    boxes = tuple(
        Box(
            certname=node.certname,
            name=node.name,
            type=node.type.name,
            zone=node.zone,
            address=str(node.address),
            memory=node.type.memory,
            services=node.services,
        )
        for node in PLAN.nodes
    )
    layout = Layout(
        environment="acme",
        spec="acme.yaml",
        network="acme.internal",
        image="image",
        outside="10.20.255.254",
        boxes=boxes,
    )
    return Ground(podman=Podman(), layout=layout, plan=PLAN, folder=tmp_path)
